#!/usr/bin/env bash
# How long policies take: evaluation of a 2 kB text, and compilation of 1,000 policies, as `bench: name=value`.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/paths.sh
exec cargo run --quiet --release -p policy --example evaluation_speed
