#!/usr/bin/env bash
# Makes wasm32-unknown-unknown usable and prints, as its only line on stdout, the toolchain argument for cargo:
# nothing (the usual toolchain has the target) or "+NAME".
#
# It tries, in this order: what is there, `rustup target add`, and Debian's wasm compiler with its standard library
# built from source (about two minutes, once). Running it again only checks. AXONFLOW_WASM=debian skips the first two.
set -euo pipefail
readonly TARGET=wasm32-unknown-unknown NAME=axonflow-wasm
readonly KEPT=$HOME/.cache/axonflow/wasm-toolchain
readonly DEBIAN_RUSTC=/usr/bin/rustc DEBIAN_STD=/usr/lib/rustlib/src/rust/library

say() { echo "wasm toolchain: $*" >&2; }

# Compiles and links a real module: an installed target without a usable linker does not count.
works() {
  local folder status=0
  folder=$(mktemp -d)
  echo '#[unsafe(no_mangle)] pub extern "C" fn digits(number: u32) -> usize { number.to_string().len() }' >"$folder/probe.rs"
  rustc ${1:+"$1"} --edition 2024 --crate-type cdylib --target $TARGET -C panic=abort \
    -o "$folder/probe.wasm" "$folder/probe.rs" >/dev/null 2>&1 || status=1
  rm -rf "$folder"
  return $status
}

answer() {
  echo "$1"
  exit 0
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Who may not install gets the one line to type.
apt_install() {
  local line="apt-get update && apt-get install -y --no-install-recommends $*"
  if ! as_root true 2>/dev/null; then
    say "packages are missing; type this, then try again:"
    if command -v sudo >/dev/null; then echo "sudo sh -c '$line'" >&2; else echo "su -c '$line'" >&2; fi
    exit 1
  fi
  as_root apt-get update -qq >&2 || say "the package lists could not be refreshed"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# A linker that knows wasm: the one that rustup brings, else Debian's.
find_linker() {
  local host=$1 found
  found=$(find "${RUSTUP_HOME:-$HOME/.rustup}/toolchains" -path "*/rustlib/$host/bin/rust-lld" 2>/dev/null | sort | head -n 1 || true)
  if [ -z "$found" ]; then
    command -v lld-19 >/dev/null || apt_install lld-19
    found=$(command -v lld-19)
  fi
  echo "$found"
}

# Debian keeps the crates that std needs beside its source, so this asks no registry.
build_std() {
  local work=$1
  mkdir -p "$work/src"
  echo '#![no_std]' >"$work/src/lib.rs"
  printf '[package]\nname = "stdprobe"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' >"$work/Cargo.toml"
  (cd "$work" && env -u RUSTC_WRAPPER -u RUSTFLAGS RUSTC=$DEBIAN_RUSTC RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$work/built" \
    CARGO_PROFILE_RELEASE_DEBUG=false cargo build --release --target $TARGET -Z build-std=std,panic_abort,proc_macro >&2)
}

link_toolchain() {
  local work=$1 host=$2 linker
  linker=$(find_linker "$host")
  rm -rf "$KEPT"
  mkdir -p "$KEPT/bin" "$KEPT/lib/rustlib/$TARGET/lib" "$KEPT/lib/rustlib/$host/bin"
  find "$work/built/$TARGET/release/deps" -maxdepth 1 -name 'lib*.rlib' ! -name 'libstdprobe*' -exec cp {} "$KEPT/lib/rustlib/$TARGET/lib/" \;
  ln -s "/usr/lib/rustlib/$host/lib" "$KEPT/lib/rustlib/$host/lib"
  ln -s "$linker" "$KEPT/lib/rustlib/$host/bin/rust-lld"
  printf '#!/bin/sh\nexec %s --sysroot "%s" "$@"\n' "$DEBIAN_RUSTC" "$KEPT" >"$KEPT/bin/rustc"
  chmod +x "$KEPT/bin/rustc"
  rustup toolchain link "$NAME" "$KEPT" >&2
}

if [ "${AXONFLOW_WASM:-}" != debian ]; then
  if works ""; then answer ""; fi
  say "adding the target with rustup"
  if timeout 180 rustup target add $TARGET >&2 && works ""; then answer ""; fi
  say "rustup could not add it; using Debian's packages"
fi

if rustup toolchain list | grep -q "^$NAME" && works "+$NAME"; then answer "+$NAME"; fi

if [ ! -x $DEBIAN_RUSTC ] || [ ! -d $DEBIAN_STD/std ]; then apt_install rustc-web rust-web-src; fi
host=$($DEBIAN_RUSTC -vV | sed -n 's/^host: //p')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say "building the standard library with $($DEBIAN_RUSTC -V); this takes about two minutes, once"
build_std "$work"
link_toolchain "$work" "$host"
if ! works "+$NAME"; then
  say "the toolchain built from Debian's packages does not link a module"
  exit 1
fi
answer "+$NAME"
