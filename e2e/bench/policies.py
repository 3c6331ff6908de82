"""Policies through the running service.

replay_10000_s: how long a replay of 10,000 decisions on a draft takes. Then a second key releases the draft, the same 10,000 calls
are sent again, and what happens has to be what the replay said: verdict by verdict, and how many calls wait.

policy_across_nodes_ms: from the answer to an edit on one node to the first call that another node, a process of its own,
answers by it."""

from __future__ import annotations

import base64
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import Server  # noqa: E402

CALLS = int(os.environ.get("BENCH_CALLS", "10000"))
EDITS = int(os.environ.get("BENCH_EDITS", "50"))
CLIENTS = 16
ORG = "bench-policies"
WORDS = ["hello", "a heron", "the dove flies", "kestrel", "case 17", "two of them", "drop table invoices;"]
PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))


class Key:
    """A client with an API key, at one port."""

    def __init__(self, port: int, secret: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Basic {secret}", "Content-Type": "application/json"}

    def send(self, method: str, path: str, body: object | None = None) -> dict:
        self.line.request(method, path, None if body is None else json.dumps(body), self.headers)
        answer = self.line.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:400]!r}")
        return json.loads(text) if text else {}


def say(name: str, value: float) -> None:
    print(f"bench: {name}={value:.3g}", flush=True)


def key(server: Server, name: str) -> str:
    scopes = ["govern", "policies:read", "policies:write", "policies:release", "settings:write", "audit:read-all"]
    scopes = [word for scope in scopes for word in ("--scope", scope)]
    made = server.run("key", "create", "--org", ORG, "--name", name, "--json", *scopes)
    if made.returncode:
        raise RuntimeError(f"no key was made: {made.stderr}")
    made = json.loads(made.stdout)
    return base64.b64encode(f"{made['client_id']}:{made['client_secret']}".encode()).decode()


def sql(server: Server, statement: str) -> None:
    url = server.run("db", "url", "--role", "platform").stdout.strip()
    subprocess.run([PROGRAMS / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url, "-c", statement], capture_output=True, check=True)


def past_calls() -> list[dict]:
    """Words alone and a plain context: everything of them is kept. Some come twice."""
    chance = random.Random(10_000)
    return [
        {
            "stage": "llm",
            "query": " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 4))) + f" {chance.randint(1, 4000)}",
            "context": {"team": chance.choice(["ops", "sales"]), "user_role": chance.choice(["analyst", "contractor"])},
        }
        for _ in range(CALLS)
    ]


def decide(port: int, secret: str, calls: list[dict]) -> list[dict]:
    """All calls, over some connections; answers in the order of the calls."""
    answers: list[dict] = [{}] * len(calls)

    def some(first: int) -> None:
        client = Key(port, secret)
        for at in range(first, len(calls), CLIENTS):
            answers[at] = client.send("POST", "/api/v1/decide", calls[at])

    threads = [threading.Thread(target=some, args=(first,)) for first in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not all(answers):
        raise RuntimeError("some calls were not answered")
    return answers


def replay(server: Server, author: str, second: str) -> None:
    first, other = Key(server.port, author), Key(server.port, second)
    first.send("PUT", "/api/v1/policy-releases/mode", {"release_mode": "reviewed"})
    conditions = [
        {"field": "query", "operator": "contains_any", "value": ["heron", "kestrel"]},
        {"field": "context.user_role", "operator": "equals", "value": "contractor"},
    ]
    body = {"name": "Birds", "conditions": conditions, "actions": [{"type": "require_approval"}]}
    release = first.send("POST", "/api/v1/dynamic-policies", body)["open_release"]["id"]
    calls = past_calls()
    before = decide(server.port, author, calls)
    # The server ended these lines while the calls went on; the next request opens them again.
    first.line.close()
    other.line.close()

    began = time.monotonic()
    forecast = first.send("POST", "/api/v1/policies/replay", {"release_id": release})
    say(f"replay_{CALLS}_s", time.monotonic() - began)

    path = f"/api/v1/policy-releases/{release}"
    first.send("POST", f"{path}/simulation", {"inputs": [{"query": "a heron"}]})
    first.send("POST", f"{path}/request", {})
    other.send("POST", f"{path}/release", {})
    after = decide(server.port, author, calls)
    first.line.close()
    changed = Counter((was["verdict"], now["verdict"]) for was, now in zip(before, after, strict=True) if was["verdict"] != now["verdict"])
    words = {"require_approval": "needs_approval"}
    told = Counter()
    for row in forecast["table"]:
        told[tuple(words.get(row[side], row[side]) for side in ("before", "after"))] += row["decisions"]
    held = len({now["pending_approval"]["approval_id"] for now in after if now.get("pending_approval")})
    forecast_holds = forecast["approvals"]["after"]
    print(f"replay: {forecast['judged']} of {forecast['decisions']} judged; changed {dict(changed)}; {held} holds, {forecast_holds} told")
    if changed != told or held != forecast_holds or forecast["judged"] != CALLS:
        raise RuntimeError("what happened is not what the replay said")
    first.send("PUT", "/api/v1/policy-releases/mode", {"release_mode": "direct"})


def across(server: Server, secret: str, port: int) -> None:
    here, there = Key(server.port, secret), Key(port, secret)
    body = {"name": "Owls", "category": "sensitive-data", "pattern": "owl", "action": "block"}
    path = "/api/v1/static-policies/" + here.send("POST", "/api/v1/static-policies", body)["id"]
    verdicts = {"block": "deny", "warn": "allow"}
    took = []
    for at in range(EDITS):
        action = ("warn", "block")[at % 2]
        here.send("PUT", path, {"action": action})
        edited = time.monotonic()
        while there.send("POST", "/api/v1/decide", {"stage": "llm", "query": "an owl"})["verdict"] != verdicts[action]:
            if time.monotonic() - edited > 5:
                raise RuntimeError("the other node never heard of an edit")
        took.append((time.monotonic() - edited) * 1e3)
    took.sort()
    say("policy_across_nodes_ms_p50", took[len(took) // 2])
    say("policy_across_nodes_ms_max", took[-1])


def main() -> int:
    with Server() as server:
        server.run("org", "create", "--slug", ORG, "--name", "Bench").check_returncode()
        sql(server, f"update orgs set api_keys_may_approve = true where slug = '{ORG}'")
        author, second = key(server, "author"), key(server, "second")
        replay(server, author, second)
        with server.second() as node:
            across(server, author, int(node.rpartition(":")[2]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
