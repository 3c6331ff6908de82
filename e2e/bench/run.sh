#!/usr/bin/env bash
# Measures the service against the budgets and prints `bench: name=value`. Ratios hold within one run only.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
python=$(scripts/tools.sh python)
exec "$python/bin/python" e2e/bench/bench.py "$@"
