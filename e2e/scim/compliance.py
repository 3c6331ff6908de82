"""The published checks of scim2-tester against an empty organisation of a started service: no error is accepted."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import httpx2 as httpx
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import Server  # noqa: E402


def main() -> int:
    with Server() as server:
        org = ["org", "create", "--slug", "directory", "--name", "Directory", "--tier", "enterprise"]
        server.run(*org).check_returncode()
        owner = ["--email", "safe@directory.example", "--password", "the heron waits by the pond", "--role", "owner", "--break-glass"]
        server.run("user", "create", "--org", "directory", *owner).check_returncode()
        made = server.run("scim", "token", "create", "--org", "directory", "--json")
        made.check_returncode()
        token = json.loads(made.stdout)
        headers = {"Authorization": f"Bearer {token['token']}"}
        with httpx.Client(base_url=f"{server.url}/scim/v2", headers=headers, timeout=30) as http:
            client = SyncSCIMClient(http)
            client.discover()
            results = check_server(client)
    for result in results:
        if result.status not in (Status.SUCCESS, Status.SKIPPED):
            print(f"{result.status.name}: {result.title}: {result.reason} {result.data if result.data is not None else ''}")
    count = {status: sum(result.status == status for result in results) for status in Status}
    print("scim2-tester: " + ", ".join(f"{count[status]} {status.name.lower()}" for status in Status))
    failed = count[Status.ERROR] + count.get(Status.CRITICAL, 0)
    return 1 if failed or not count[Status.SUCCESS] else 0


if __name__ == "__main__":
    sys.exit(main())
