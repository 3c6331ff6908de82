#!/usr/bin/env bash
# Checks what the machine must bring and installs what is missing: as root, or by sudo where it asks no password.
# Otherwise it prints the one line to type. Well under a second when nothing is missing.
#   ensure.sh run    what running needs     ensure.sh    that, and what tests, packaging and benchmarks need
set -euo pipefail
. "$(dirname "$0")/paths.sh"
wanted=${1:-all}
packages=()

has() { command -v "$1" >/dev/null 2>&1; }

has_postgres() {
  local programs
  for programs in /usr/lib/postgresql/*/bin/postgres "$(command -v postgres || true)"; do
    if [ -x "$programs" ] && [ "$("$programs" -V | sed -E 's/.*\) ([0-9]+).*/\1/')" -ge 15 ]; then return 0; fi
  done
  return 1
}

has_python() { has python3 && python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; }

has_node() { has npm && has node && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; }

has_chromium() { has chromium || has chromium-browser || has google-chrome; }

# SAML's signatures are checked by xmlsec1; its bindings are made while building, which needs Clang's library.
has_xmlsec() { has pkg-config && pkg-config --exists xmlsec1 xmlsec1-openssl libxml-2.0 openssl; }

has_libclang() { compgen -G '/usr/lib/llvm-*/lib/libclang*.so*' >/dev/null || compgen -G '/usr/lib/*/libclang*.so*' >/dev/null; }

# SimpleSAMLphp, an identity provider of the tests, is run by PHP's own server.
has_php() { has php && php -r 'exit((int) !(extension_loaded("dom") && extension_loaded("mbstring")));'; }

has_cargo() { has cargo && has rustup; }

# need PACKAGES CHECK...
need() {
  local wanted_packages=$1
  shift
  "$@" || read -ra packages <<<"${packages[*]} $wanted_packages"
}

install_missing() {
  local line="apt-get update && apt-get install -y --no-install-recommends ${packages[*]}"
  if ! has apt-get; then
    echo "missing on this machine: ${packages[*]} (Debian's names)" >&2
    exit 1
  fi
  if [ "$(id -u)" = 0 ]; then
    echo "installing ${packages[*]}" >&2
    DEBIAN_FRONTEND=noninteractive sh -c "$line" >&2
  elif has sudo && sudo -n true 2>/dev/null; then
    echo "installing ${packages[*]}" >&2
    sudo -n env DEBIAN_FRONTEND=noninteractive sh -c "$line" >&2
  else
    echo "something is missing; type this, then try again:" >&2
    if has sudo; then echo "sudo sh -c '$line'" >&2; else echo "su -c '$line'" >&2; fi
    exit 1
  fi
}

# What apt gives may be too old, so the checks that ask for a version are asked again.
check_again() {
  local failed=
  has_postgres || failed="PostgreSQL 15 or newer"
  if [ "$wanted" = all ]; then
    has_python || failed="Python 3.10 or newer with venv"
    has_node || failed="Node 20 or newer with npm"
  fi
  [ -z "$failed" ] || { echo "this machine's packages do not give $failed; install it by hand" >&2; exit 1; }
}

check_rust() {
  local least have
  least=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  has_cargo || { echo "Rust is missing; type this, then try again: curl -sSf https://sh.rustup.rs | sh -s -- -y" >&2; exit 1; }
  have=$(rustc -V | cut -d' ' -f2)
  if [ "$(printf '%s\n%s\n' "$least" "$have" | sort -V | head -n 1)" != "$least" ]; then
    echo "Rust $have is too old, $least is needed; type this, then try again: rustup update stable" >&2
    exit 1
  fi
}

check_rust
need postgresql has_postgres
need gcc has cc
need libc6-dev test -e /usr/include/stdlib.h
need "pkg-config libssl-dev libxml2-dev libxmlsec1-dev" has_xmlsec
need libclang-dev has_libclang
if [ "$wanted" = all ]; then
  need "python3 python3-venv" has_python
  need "nodejs npm" has_node
  need chromium has_chromium
  need git has git
  need xmlsec1 has xmlsec1
  need "php-cli php-xml php-mbstring" has_php
fi
if [ ${#packages[@]} -gt 0 ]; then
  install_missing
  check_again
fi
scripts/wasm-toolchain.sh >/dev/null
