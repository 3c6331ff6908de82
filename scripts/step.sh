# shellcheck shell=bash
# Sourced: runs the steps of a check, each with its time, its log and one closing line.
# Without pipefail, `tee` would make every failure a success.
set -euo pipefail
LOGS=$CARGO_TARGET_DIR/logs
mkdir -p "$LOGS"

# step NAME COMMAND...: the first failure ends the script.
step() {
  local name=$1 began=$SECONDS
  shift
  echo "--  $name"
  if "$@" 2>&1 | tee "$LOGS/$name.log"; then
    printf 'ok  %-14s %4ds\n' "$name" $((SECONDS - began))
  else
    printf 'FAILED  %s after %ds; its output is above and in %s\n' "$name" $((SECONDS - began)) "$LOGS/$name.log"
    exit 1
  fi
}

# script_step NAME FILE...: a step that lives in its own file, which must be there.
script_step() {
  local name=$1 file=$2
  if [ ! -x "$file" ]; then
    echo "FAILED  $name: missing $file (or it may not be executed)"
    exit 1
  fi
  step "$@"
}
