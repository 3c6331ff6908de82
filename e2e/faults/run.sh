#!/usr/bin/env bash
# Drills under load: the server and its database are killed, one organisation's head is held, the database is paused.
#   run.sh [kill|hold|pause]...    all of them when none is named
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
python=$(scripts/tools.sh python)
[ $# -gt 0 ] || set -- kill hold pause
for drill in "$@"; do "$python/bin/python" "e2e/faults/$drill.py"; done
