#!/usr/bin/env bash
# Runs the service and builds and starts it again after every change. What does not compile leaves the old one running.
set -euo pipefail
. "$(dirname "$0")/paths.sh"
server=

# The newest change among what git knows or would add.
newest() { git ls-files -z --cached --others --exclude-standard | xargs -0 stat -c '%Y %n' 2>/dev/null | sort -rn | head -n 1; }

stop() {
  if [ -n "$server" ] && kill -TERM "$server" 2>/dev/null; then wait "$server" || true; fi
  server=
}

start() {
  "$CARGO_TARGET_DIR/debug/axonflow" serve --listen "${AXONFLOW_LISTEN:-127.0.0.1:8080}" --data-dir "$data_dir" --with-demo &
  server=$!
}

scripts/ensure.sh run
data_dir=$(scripts/data-dir.sh)
trap stop EXIT
built=
while true; do
  now=$(newest)
  if [ "$now" != "$built" ]; then
    built=$now
    if scripts/build.sh dev; then
      stop
      start
    fi
  fi
  sleep 1
done
