#!/usr/bin/env bash
# Browser journeys in Chromium, with scripts on and off, and axe on every page in light and dark.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
python=$(scripts/tools.sh python)
NODE_MODULES=$(scripts/tools.sh node)
SIMPLESAMLPHP_WWW=$(scripts/tools.sh simplesamlphp)
export NODE_MODULES SIMPLESAMLPHP_WWW AXONFLOW_TELEMETRY=off
exec "$python/bin/python" -W ignore e2e/browser/run.py "$@"
