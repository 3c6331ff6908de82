#!/usr/bin/env bash
# Policies through the running service: replay of 10,000 decisions with its forecast, and edits on another node.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
python=$(scripts/tools.sh python)
exec "$python/bin/python" e2e/bench/policies.py "$@"
