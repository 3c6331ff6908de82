#!/usr/bin/env bash
# How fast the detector is: its own benchmarks, then itself and other detectors on the same texts, in one run. Figures of one
# machine; ratios hold within one run only.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
texts=$(mktemp -d)
trap 'rm -rf "$texts"' EXIT
python3 -B e2e/bench/texts.py "$texts"

run() {
  local example=$1
  shift
  cargo run --quiet --release -p detect --example "$example" -- "$@"
}

# Every example that prints figures is a benchmark; this one takes the texts.
for file in app/detect/examples/*.rs; do
  example=$(basename "$file" .rs)
  if [ "$example" = beside_peers ]; then
    run "$example" "$texts"
  elif grep -q 'bench: ' "$file"; then
    run "$example"
  fi
done
e2e/bench/peers.sh "$texts"
