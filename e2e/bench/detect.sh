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

# Labelled texts: those of AXONFLOW_CORPORA where that is set, else our own.
for subject in pii sqli; do
  if [ -n "${AXONFLOW_CORPORA:-}" ]; then
    gunzip -c "$AXONFLOW_CORPORA/$subject/dev.jsonl.gz" >"$texts/$subject.jsonl"
  else
    python3 -B e2e/quality/generate.py "$subject" held --count 2000 >"$texts/$subject.jsonl"
  fi
done
run labelled_speed "$texts/pii.jsonl" "$texts/sqli.jsonl"
rm "$texts"/*.jsonl

# Every other example that prints figures is a benchmark; one takes the texts.
for file in app/detect/examples/*.rs; do
  example=$(basename "$file" .rs)
  if [ "$example" = beside_peers ]; then
    run "$example" "$texts"
  elif [ "$example" != labelled_speed ] && grep -q 'bench: ' "$file"; then
    run "$example"
  fi
done
e2e/bench/peers.sh "$texts"
