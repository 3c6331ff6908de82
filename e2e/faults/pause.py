"""PostgreSQL is paused for twenty seconds under load. Nobody may wait longer than five seconds for a refusal, nothing may be
allowed, and everything goes on by itself afterwards."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from load import Load, check, credential  # noqa: E402
from harness import Server  # noqa: E402

SECONDS = 20
MOST = 5.0


def database(server: Server) -> list[int]:
    """Every process of the embedded database."""
    postmaster = server.postmaster()
    assert postmaster is not None, "no database process was found"
    found = subprocess.run(["pgrep", "-P", str(postmaster)], capture_output=True, text=True, check=True).stdout.split()
    return [postmaster, *map(int, found)]


def ask(server: Server, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> tuple[int, float]:
    """The status of an answer and how long it took."""
    began = time.monotonic()
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request(method, path, None if body is None else json.dumps(body), headers or {})
    answer = line.getresponse()
    answer.read()
    return answer.status, time.monotonic() - began


def while_paused(server: Server, org: dict) -> float:
    """What else is refused, and what is not; the longest wait."""
    longest = 0.0
    refused = [
        ("POST", "/api/v1/audit/search", {}, credential(org)),
        ("GET", "/api/v1/decisions", None, credential(org)),
        ("GET", f"/o/{org['slug']}/approvals", None, {"Accept": "text/html", "Cookie": "__Host-axonflow=AAAAAAAAAAAAAAAAAAAAAA"}),
        ("GET", "/health", None, {}),
    ]
    for method, path, body, headers in refused:
        status, took = ask(server, method, path, body, headers)
        assert status == 503, f"{path} answered {status} while the database was paused"
        longest = max(longest, took)
    status, took = ask(server, "GET", "/metrics")
    assert status == 200 and took < 1, f"/metrics answered {status} after {took:.1f} s"
    return longest


def main() -> int:
    with Server(fsync="on") as server:
        org = server.org("acme")
        with Load(server, org, patience=30) as load:
            load.until(200)
            paused = time.monotonic()
            for process in database(server):
                os.kill(process, signal.SIGSTOP)
            try:
                time.sleep(0.5)
                longest = while_paused(server, org)
                time.sleep(max(0.0, paused + SECONDS - time.monotonic()))
            finally:
                resumed = time.monotonic()
                for process in database(server):
                    os.kill(process, signal.SIGCONT)
            load.until(50, seconds=MOST)
            recovered = time.monotonic() - resumed
        hung = [answer for answer in load.between(paused - MOST, resumed) if answer.began + answer.took > paused]
        # What was on its way when the pause began may still be answered; nothing that began in it may be allowed in it.
        allowed = [a for a in hung if a.began > paused + 0.5 and a.status == 200 and a.began + a.took < resumed]
        slowest = max([longest, *(answer.took for answer in hung)])
        refused = sum(answer.status == 503 for answer in hung)
        records = check(server, "acme", load.acknowledged)
        print(
            f"fault drill: PostgreSQL paused for {SECONDS} s, {refused} calls refused, the slowest after {slowest:.1f} s,"
            f" deciding again after {recovered:.1f} s, {len(load.acknowledged)} acknowledged decisions, none lost, {records} records verify"
        )
        assert refused and not allowed, f"{len(allowed)} calls were allowed while the database was paused"
        assert slowest <= MOST, f"a call waited {slowest:.1f} s"
    return 0


if __name__ == "__main__":
    sys.exit(main())
