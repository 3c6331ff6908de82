# shellcheck shell=bash
# Sourced by the other scripts: where things are. Nothing that is built or installed lies in the checkout.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=$HOME/.cache/axonflow
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$CACHE/target}
# shellcheck disable=SC2034  # read by those who source this
TOOLS=$CACHE/tools
# The browser's files; the server looks here, or beside its executable (../site).
export AXONFLOW_SITE_DIR=${AXONFLOW_SITE_DIR:-$CARGO_TARGET_DIR/site}
# One selection of crates for every native build: another one would resolve other features and compile much twice.
# shellcheck disable=SC2034
NATIVE=(--workspace --exclude hydrate)
cd "$ROOT" || exit 1
