#!/usr/bin/env bash
# What a directory waits for with ten thousand people, as `bench: name=value`.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
python=$(scripts/tools.sh python)
exec "$python/bin/python" -B e2e/bench/scim.py
