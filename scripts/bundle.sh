#!/usr/bin/env bash
# Makes the browser bundle in $AXONFLOW_SITE_DIR/pkg: axonflow.js, axonflow_bg.wasm, and `version`, a hash of both
# for addresses that may be cached for ever.
#   bundle.sh dev        quick to make, large           bundle.sh release    optimised for size, with .br files
set -euo pipefail
. "$(dirname "$0")/paths.sh"
kind=${1:-dev}
# The pages are lightly optimised, their libraries not: two fifths of the size, for about two minutes more when cold.
quick=(--config 'profile.wasm-dev.inherits="dev"' --config 'profile.wasm-dev.opt-level=1' --config 'profile.wasm-dev.debug=false'
  --config 'profile.wasm-dev.package."*".opt-level=0' --config 'profile.wasm-dev.package."*".debug=false')
case $kind in
  dev) profile=wasm-dev settings=("${quick[@]}") ;;
  release) profile=wasm-release settings=() ;;
  *)
    echo "usage: bundle.sh dev|release" >&2
    exit 2
    ;;
esac

# The features that the compiler uses and every browser of the last years has.
WASM_FEATURES=(--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext
  --enable-mutable-globals --enable-reference-types --enable-multivalue)

shrink() {
  local modules
  modules=$(scripts/tools.sh node)
  echo "optimising for size" >&2
  node "$modules/binaryen/bin/wasm-opt" -Oz "${WASM_FEATURES[@]}" "$1/axonflow_bg.wasm" -o "$1/shrunk.wasm"
  mv "$1/shrunk.wasm" "$1/axonflow_bg.wasm"
}

compress() {
  node - "$1"/axonflow.js "$1"/axonflow_bg.wasm <<'JS'
const { readFileSync, writeFileSync } = require("node:fs");
const { brotliCompressSync, constants } = require("node:zlib");
for (const file of process.argv.slice(2)) {
  const plain = readFileSync(file);
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } };
  writeFileSync(`${file}.br`, brotliCompressSync(plain, options));
}
JS
}

toolchain=$(scripts/wasm-toolchain.sh)
cargo ${toolchain:+"$toolchain"} build -p hydrate --lib --target wasm32-unknown-unknown --profile "$profile" "${settings[@]}"
cargo build "${NATIVE[@]}" --bin bundle

wasm=$CARGO_TARGET_DIR/wasm32-unknown-unknown/$profile/hydrate.wasm
out=$AXONFLOW_SITE_DIR/pkg
made_from="$kind $(cat "$wasm" "$CARGO_TARGET_DIR/debug/bundle" scripts/bundle.sh e2e/package-lock.json | sha256sum | cut -c1-32)"
if [ "$(cat "$out/made-from" 2>/dev/null)" = "$made_from" ]; then exit 0; fi

# Made aside and swapped in, so that a running server never serves half a bundle; one at a time, so that two checkouts
# with one target folder do not take each other's files away.
mkdir -p "$AXONFLOW_SITE_DIR"
exec 8>"$AXONFLOW_SITE_DIR/lock"
flock 8
next=$AXONFLOW_SITE_DIR/pkg.next
rm -rf "$next"
mkdir -p "$next"
"$CARGO_TARGET_DIR/debug/bundle" --wasm "$wasm" --out "$next"
if [ "$kind" = release ]; then
  shrink "$next"
  compress "$next"
fi
cat "$next/axonflow.js" "$next/axonflow_bg.wasm" | sha256sum | cut -c1-12 >"$next/version"
echo "$made_from" >"$next/made-from"
rm -rf "$out"
mv "$next" "$out"
du -ab "$out" | sed "s|$AXONFLOW_SITE_DIR/||" | grep -E 'js|wasm' >&2
