#!/usr/bin/env bash
# Measures other detectors on the texts of a folder, each in an environment of its own outside of the checkout. What does
# not install (no network, no wheel) is reported as not installed and stops nothing.
#   peers.sh FOLDER
set -euo pipefail
texts=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
. scripts/paths.sh

# An installation that failed is tried again by the next run; the mark is written last.
install() {
  local folder=$1 requirement=$2
  [ -e "$folder/complete" ] && return 0
  rm -rf "$folder"
  python3 -m venv "$folder" || return 1
  "$folder/bin/pip" install --quiet --disable-pip-version-check --timeout 10 --retries 0 "$requirement" >"$folder/pip.log" 2>&1 || return 1
  touch "$folder/complete"
}

while read -r requirement; do
  case $requirement in '' | '#'*) continue ;; esac
  name=${requirement%%==*}
  folder=$TOOLS/peer-${requirement//==/-}
  if install "$folder" "$requirement"; then
    "$folder/bin/python" e2e/bench/peers.py "$name" "$texts" || echo "peer $name: does not run"
  else
    echo "peer $name: not installed"
  fi
done <e2e/bench/peers.txt
