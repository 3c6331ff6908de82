"""Starts the service with demonstration data and hands it to the journeys."""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import Server  # noqa: E402

HERE = Path(__file__).resolve().parent


NEWCOMER = {"email": "newcomer@acme.example", "password": "the heron waits by the pond"}
KEYHOLDER = {"email": "keyholder@acme.example", "password": "three herons wait by the pond"}
SECOND = {"email": "second@acme.example", "password": "two herons wait by the pond"}


def make(server: Server, person: dict, role: str, *more: str) -> dict:
    """Adds a person to Acme; answers what the command printed."""
    account = ["--email", person["email"], "--password", person["password"], "--role", role, "--json", *more]
    made = server.run("user", "create", "--org", "acme", *account)
    if made.returncode:
        raise RuntimeError(f"nobody was made: {made.stderr}")
    return json.loads(made.stdout)


def main() -> int:
    with Server() as server:
        make(server, NEWCOMER, "approver")
        second = SECOND | {"totp_secret": make(server, SECOND, "policy_admin", "--enroll-totp")["totp_secret"]}
        keyholder = KEYHOLDER | {"totp_secret": make(server, KEYHOLDER, "developer", "--enroll-totp")["totp_secret"]}
        guests = ["guest@acme.example", server.org("globex")["viewer"]["email"]]
        invited = server.run("user", "invite", *guests, "--org", "acme", "--role", "viewer")
        if invited.returncode:
            raise RuntimeError(f"nobody was invited: {invited.stderr}")
        environment = os.environ | {
            "BASE_URL": server.url,
            "DEMO": json.dumps(server.demo),
            "NEWCOMER": json.dumps(NEWCOMER),
            "SECOND": json.dumps(second),
            "KEYHOLDER": json.dumps(keyholder),
            "OUTBOX": str(server.data_dir / "data" / "outbox"),
        }
        code = subprocess.run(["node", str(HERE / "journeys.mjs"), *sys.argv[1:]], env=environment, check=False).returncode
        if code != 0:
            sys.stderr.write(server.problems())
        return code


if __name__ == "__main__":
    sys.exit(main())
