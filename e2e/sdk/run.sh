#!/usr/bin/env bash
# The unmodified package axonflow==9.5.0 against the started service: our golden path, the search for leaked secrets, then its own published tests.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
python=$(scripts/tools.sh python)
NODE_MODULES=$(scripts/tools.sh node)
export NODE_MODULES AXONFLOW_TELEMETRY=off
"$python/bin/python" -m pytest -c e2e/sdk/pytest.ini e2e/sdk
exec "$python/bin/python" e2e/sdk/published.py
