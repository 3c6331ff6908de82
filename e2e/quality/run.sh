#!/usr/bin/env bash
# Judges what the detector finds on texts of our own making, and on those of AXONFLOW_CORPORA where that is set.
#   run.sh             prints the tables and `bench: name=value`, with the release build
#   run.sh --floor     with the development build, and only checks that nothing got worse
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
kind=release
if [ "${1:-}" = --floor ]; then kind=debug; fi
exec python3 -B e2e/quality/quality.py --bin "${AXONFLOW_BIN:-$CARGO_TARGET_DIR/$kind/axonflow}" "$@"
