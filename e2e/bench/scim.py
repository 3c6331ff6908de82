"""What a directory waits for: a PATCH of a group with ten thousand members, and a page of ten thousand people.
Prints `bench: name=value` with medians in milliseconds."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import Server  # noqa: E402

PEOPLE = 10_000
ROUNDS = 21

FILL = f"""
insert into public.directory_users (org_id, user_id, user_name, external_id, active, document, version, created_at, updated_at)
select o.org_id, gen_random_uuid(), 'worker-' || n, 'id-' || n, true,
       jsonb_build_object('userName', 'worker-' || n, 'active', true, 'externalId', 'id-' || n), 1,
       now() + n * interval '1 microsecond', now()
from public.orgs o, generate_series(1, {PEOPLE}) n where o.slug = 'directory';
insert into public.directory_groups (org_id, group_id, display_name, version, created_at, updated_at)
select o.org_id, gen_random_uuid(), 'Everybody', 1, now(), now() from public.orgs o where o.slug = 'directory';
insert into public.directory_group_members (org_id, group_id, user_id)
select u.org_id, g.group_id, u.user_id from public.directory_users u join public.directory_groups g on g.org_id = u.org_id
where u.user_name <> 'worker-1';
analyze;
"""


class Directory:
    """A directory with its token."""

    def __init__(self, url: str, token: str) -> None:
        self.base, self.headers = f"{url}/scim/v2", {"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"}

    def call(self, method: str, path: str, body: dict | None = None) -> tuple[float, dict]:
        """The answer, and how many milliseconds it took."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, self.headers, method=method)
        began = time.perf_counter()
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return (time.perf_counter() - began) * 1e3, json.loads(text or "{}")


def prepare(server: Server) -> Directory:
    owner = ["--email", "safe@directory.example", "--password", "the heron waits by the pond", "--role", "owner", "--break-glass"]
    for command in (
        ["org", "create", "--slug", "directory", "--name", "Directory", "--tier", "enterprise"],
        ["user", "create", "--org", "directory", *owner],
    ):
        server.run(*command).check_returncode()
    made = server.run("scim", "token", "create", "--org", "directory", "--json")
    made.check_returncode()
    url = server.run("db", "url", "--role", "superuser").stdout.strip()
    subprocess.run(["psql", "-qv", "ON_ERROR_STOP=1", url], input=FILL, text=True, check=True, stdout=subprocess.DEVNULL)
    return Directory(server.url, json.loads(made.stdout)["token"])


def moves(directory: Directory) -> float:
    """One member joins and leaves a group of all others."""
    group = directory.call("GET", "/Groups?excludedAttributes=members")[1]["Resources"][0]["id"]
    worker = directory.call("GET", "/Users?filter=userName%20eq%20%22worker-1%22")[1]["Resources"][0]["id"]
    took = []
    for _ in range(ROUNDS):
        for operation in ({"op": "add", "path": "members", "value": [{"value": worker}]}, {"op": "remove", "path": f'members[value eq "{worker}"]'}):
            body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]}
            took.append(directory.call("PATCH", f"/Groups/{group}", body)[0])
    return statistics.median(took)


def pages(directory: Directory) -> float:
    """A page of a hundred from the middle of everybody."""
    return statistics.median(directory.call("GET", f"/Users?startIndex={PEOPLE // 2}&count=100")[0] for _ in range(ROUNDS))


def main() -> int:
    with Server() as server:
        directory = prepare(server)
        print(f"bench: scim_patch_10k_group_ms={moves(directory):.1f}")
        print(f"bench: scim_page_of_10k_ms={pages(directory):.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
