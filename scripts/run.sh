#!/usr/bin/env bash
# Builds and starts the whole service with demonstration data: its own PostgreSQL, nothing to configure.
# AXONFLOW_LISTEN and AXONFLOW_DATA_DIR choose another address and folder.
set -euo pipefail
. "$(dirname "$0")/paths.sh"
scripts/ensure.sh run
scripts/build.sh dev
data_dir=$(scripts/data-dir.sh)
exec "$CARGO_TARGET_DIR/debug/axonflow" serve --listen "${AXONFLOW_LISTEN:-127.0.0.1:8080}" --data-dir "$data_dir" --with-demo
