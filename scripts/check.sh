#!/usr/bin/env bash
# Everything that is found without running the service: format, lints of both targets, scripts and container files.
set -euo pipefail
. "$(dirname "$0")/paths.sh"
. scripts/step.sh
scripts/ensure.sh

step format cargo fmt --all --check
step clippy cargo clippy "${NATIVE[@]}" --all-targets -- -D warnings
script_step clippy-wasm scripts/lint-browser.sh
script_step lint scripts/lint.sh
