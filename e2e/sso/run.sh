#!/usr/bin/env bash
# Real identity providers for SAML, each in the three signing layouts: pysaml2 and SimpleSAMLphp read our metadata and request, we
# read theirs and their answers. Then both with the started service: signing out both ways, sign-ins that begin at the provider, and
# one answer many times over two processes. (OpenID Connect has its own in the browser journeys.)
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh

python=$(scripts/tools.sh python)
SIMPLESAMLPHP_WWW=$(scripts/tools.sh simplesamlphp)
cargo build --quiet -p sso --example peer
cargo build --quiet -p axonflow
export SIMPLESAMLPHP_WWW SSO_PEER=$CARGO_TARGET_DIR/debug/examples/peer
"$python/bin/python" -W ignore e2e/sso/pysaml2_peer.py
"$python/bin/python" -W ignore e2e/sso/simplesamlphp_peer.py
"$python/bin/python" -W ignore e2e/sso/simplesamlphp_live.py
"$python/bin/python" -W ignore e2e/sso/two_processes.py
