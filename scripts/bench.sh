#!/usr/bin/env bash
# Measures the release build against the budgets; prints ratios within one run, since machines differ.
set -euo pipefail
. "$(dirname "$0")/paths.sh"
scripts/ensure.sh
scripts/build.sh release
if [ ! -x e2e/bench/run.sh ]; then
  echo "missing e2e/bench/run.sh" >&2
  exit 1
fi
export AXONFLOW_BIN=$CARGO_TARGET_DIR/release/axonflow
e2e/quality/run.sh
e2e/bench/detect.sh
e2e/bench/policy.sh
e2e/bench/policies.sh
e2e/bench/sso.sh
e2e/bench/scim.sh
exec e2e/bench/run.sh
