#!/usr/bin/env bash
# pysaml2 as the identity provider, in the three signing layouts: it reads our metadata and request, we read its answers.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
python=$(scripts/tools.sh python)
cargo build --quiet -p sso --example peer
SSO_PEER=$CARGO_TARGET_DIR/debug/examples/peer exec "$python/bin/python" -W ignore e2e/sso/pysaml2_peer.py
