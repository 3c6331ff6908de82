#!/usr/bin/env bash
# Real identity providers for SAML, each in the three signing layouts: pysaml2 and SimpleSAMLphp read our metadata and request, we
# read theirs and their answers. (OpenID Connect has its own in the browser journeys.)
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh

# Debian's package, unpacked beside the other tools: installed, it would start a web server.
simplesamlphp() {
  local folder=$TOOLS/simplesamlphp
  if [ ! -e "$folder/complete" ]; then
    rm -rf "$folder"
    mkdir -p "$folder"
    echo "unpacking SimpleSAMLphp" >&2
    (cd "$folder" && apt-get -q download simplesamlphp >&2 && dpkg -x simplesamlphp_*.deb . && rm simplesamlphp_*.deb)
    touch "$folder/complete"
  fi
  echo "$folder/usr/share/simplesamlphp/www"
}

python=$(scripts/tools.sh python)
SIMPLESAMLPHP_WWW=$(simplesamlphp)
cargo build --quiet -p sso --example peer
export SIMPLESAMLPHP_WWW SSO_PEER=$CARGO_TARGET_DIR/debug/examples/peer
"$python/bin/python" -W ignore e2e/sso/pysaml2_peer.py
"$python/bin/python" -W ignore e2e/sso/simplesamlphp_peer.py
