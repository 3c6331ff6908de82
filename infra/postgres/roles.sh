#!/bin/bash
# Run once by the PostgreSQL image, on an empty data directory: the roles, and the passwords of the two that sign in.
set -euo pipefail
psql=(psql -X -q -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB")
"${psql[@]}" -f /roles.sql
"${psql[@]}" -v web="$AXONFLOW_WEB_PASSWORD" -v platform="$AXONFLOW_PLATFORM_PASSWORD" <<'SQL'
set password_encryption = 'scram-sha-256';
set log_statement = 'none';
alter role axonflow_web password :'web';
alter role axonflow_platform_admin password :'platform';
SQL
