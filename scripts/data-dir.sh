#!/usr/bin/env bash
# Prints the data directory that `make run` uses: AXONFLOW_DATA_DIR if set, else .axonflow in the checkout. Started as
# root, PostgreSQL runs as another user; a checkout that this user cannot enter is left for /var/lib/axonflow.
set -euo pipefail
. "$(dirname "$0")/paths.sh"

service_user_can_enter() {
  local user=postgres
  id -u $user >/dev/null 2>&1 || user=nobody
  setpriv --reuid="$(id -u $user)" --regid="$(id -g $user)" --clear-groups test -x "$1"
}

if [ -n "${AXONFLOW_DATA_DIR:-}" ]; then
  echo "$AXONFLOW_DATA_DIR"
elif [ "$(id -u)" != 0 ] || service_user_can_enter "$ROOT"; then
  echo "$ROOT/.axonflow"
else
  echo /var/lib/axonflow
fi
