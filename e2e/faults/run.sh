#!/usr/bin/env bash
# Kills the server and its database under load and looks whether anything that was acknowledged is gone.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
python=$(scripts/tools.sh python)
exec "$python/bin/python" e2e/faults/kill.py "$@"
