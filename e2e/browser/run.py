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


def main() -> int:
    with Server() as server:
        person = ["--email", NEWCOMER["email"], "--password", NEWCOMER["password"], "--role", "approver"]
        made = server.run("user", "create", "--org", "acme", *person)
        if made.returncode:
            raise RuntimeError(f"nobody was made: {made.stderr}")
        invited = server.run("user", "invite", "guest@acme.example", server.org("globex")["viewer"]["email"], "--org", "acme", "--role", "viewer")
        if invited.returncode:
            raise RuntimeError(f"nobody was invited: {invited.stderr}")
        outbox = str(server.data_dir / "data" / "outbox")
        environment = os.environ | {"BASE_URL": server.url, "DEMO": json.dumps(server.demo), "NEWCOMER": json.dumps(NEWCOMER), "OUTBOX": outbox}
        code = subprocess.run(["node", str(HERE / "journeys.mjs"), *sys.argv[1:]], env=environment, check=False).returncode
        if code != 0:
            sys.stderr.write(server.problems())
        return code


if __name__ == "__main__":
    sys.exit(main())
