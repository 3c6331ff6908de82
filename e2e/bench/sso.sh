#!/usr/bin/env bash
# What hostile SAML answers cost until they are refused, the slowest of twenty, and how long honest sign-ins take while eight clients
# send such answers without a pause, as `bench: name=value`.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
python=$(scripts/tools.sh python)
cargo run --quiet --release -p sso --example hostile_speed
SSO_PEER=none exec "$python/bin/python" -W ignore e2e/bench/sso_under_fire.py
