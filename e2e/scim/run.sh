#!/usr/bin/env bash
# The published compliance checks for SCIM 2.0 against the started service.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
python=$(scripts/tools.sh python)
exec "$python/bin/python" -B e2e/scim/compliance.py
