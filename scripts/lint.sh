#!/usr/bin/env bash
# Checks what no compiler reads: shell scripts, the Python and JavaScript of the end-to-end tests, the container files.
set -euo pipefail
. "$(dirname "$0")/paths.sh"
python=$(scripts/tools.sh python)

files() { git ls-files -z --cached --others --exclude-standard -- "$@"; }

files '*.sh' .ci/run | xargs -0 -r "$python/bin/shellcheck" --external-sources --source-path=SCRIPTDIR --severity=style
pycache=$(mktemp -d)
trap 'rm -rf "$pycache"' EXIT
files '*.py' | PYTHONPYCACHEPREFIX=$pycache xargs -0 -r "$python/bin/python" -m py_compile
files '*.js' '*.mjs' '*.cjs' | xargs -0 -r -n 1 node --check
"$python/bin/hadolint" --config infra/hadolint.yaml infra/Dockerfile
"$python/bin/python" infra/check.py
