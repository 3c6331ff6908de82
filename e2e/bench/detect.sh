#!/usr/bin/env bash
# How fast the detector is: its own benchmarks, one plain regular-expression scan, and other detectors, in one run on the
# same texts. Figures of one machine; ratios hold within one run only.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
texts=$(mktemp -d)
trap 'rm -rf "$texts"' EXIT
run() {
  local example=$1
  shift
  cargo run --quiet --release -p detect --example "$example" -- "$@"
}

run beside_plain_scan --texts "$texts"
for example in app/detect/examples/*_speed.rs; do
  run "$(basename "$example" .rs)"
done
e2e/bench/peers.sh "$texts"
