#!/usr/bin/env bash
# Builds the server and the browser bundle.
#   build.sh dev    what `make run` and the tests use    build.sh release    what is installed
set -euo pipefail
. "$(dirname "$0")/paths.sh"
kind=${1:-dev}
scripts/bundle.sh "$kind"
if [ "$kind" = release ]; then
  cargo build "${NATIVE[@]}" --bin axonflow --release
  echo "built $CARGO_TARGET_DIR/release/axonflow and $AXONFLOW_SITE_DIR; keep them side by side (bin/axonflow and site/)"
else
  cargo build "${NATIVE[@]}" --bin axonflow
fi
