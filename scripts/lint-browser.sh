#!/usr/bin/env bash
# Lints what runs in the browser, for its own target and features. The compiler from Debian's packages has no clippy;
# there the compiler's own warnings must do.
set -euo pipefail
. "$(dirname "$0")/paths.sh"
target=(--target wasm32-unknown-unknown)
toolchain=$(scripts/wasm-toolchain.sh)
if [ -z "$toolchain" ]; then
  cargo clippy -p portal --features hydrate "${target[@]}" -- -D warnings
  cargo clippy -p hydrate "${target[@]}" -- -D warnings
else
  # The variable takes the place of the flags in .cargo/config.toml, so it repeats them.
  RUSTFLAGS="--cfg erase_components -D warnings" cargo "$toolchain" check -p hydrate "${target[@]}"
fi
