#!/usr/bin/env bash
# What hostile SAML answers cost until they are refused, the slowest of twenty, as `bench: name=value`.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
exec cargo run --quiet --release -p sso --example hostile_speed
