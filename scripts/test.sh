#!/usr/bin/env bash
# Every test there is, on a machine that has seen none of this before: checks, unit and database tests, browser bundle,
# and what runs against the started service. Each step ends with a line "ok NAME SECONDS"; the first failure ends it.
set -euo pipefail
. "$(dirname "$0")/paths.sh"
. scripts/step.sh

began=$SECONDS
scripts/check.sh
step rust cargo test "${NATIVE[@]}"
step bundle scripts/bundle.sh dev
script_step quality e2e/quality/run.sh --floor
script_step sdk e2e/sdk/run.sh
script_step scim e2e/scim/run.sh
script_step sso e2e/sso/run.sh
script_step browser e2e/browser/run.sh
script_step faults e2e/faults/run.sh

echo
grep -hE '^test result:' "$LOGS/rust.log"
grep -hE '^(browser journeys|scim2-tester|pysaml2: |SimpleSAMLphp: |fault drill|[0-9]+ passed|=+ .*passed)' "$LOGS"/{sdk,scim,sso,browser,faults}.log
awk '/^test result:/ { passed += $4; failed += $6 } END { printf "rust tests: %d passed, %d failed\n", passed, failed }' "$LOGS/rust.log"
printf 'ok  everything in %ds\n' $((SECONDS - began))
