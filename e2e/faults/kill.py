"""kill -9 of the server and of PostgreSQL under load, in turns: no acknowledged decision may be lost, the sequence stays
gapless and the tree verifies. fsync is on."""

from __future__ import annotations

import base64
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import Server  # noqa: E402

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "10"))
CLIENTS = 8


class Load:
    """Clients that decide as fast as they are answered, and remember what was acknowledged."""

    def __init__(self, server: Server, org: dict) -> None:
        self.server, self.org = server, org
        self.acknowledged: set[str] = set()
        self.lock, self.stop = threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self.client, daemon=True) for _ in range(CLIENTS)]

    def client(self) -> None:
        credential = base64.b64encode(f"{self.org['client_id']}:{self.org['client_secret']}".encode()).decode()
        headers = {"Authorization": f"Basic {credential}", "Content-Type": "application/json"}
        body = json.dumps({"stage": "llm", "query": "What is the weather like in Lisbon?"})
        line = None
        while not self.stop.is_set():
            try:
                line = line or http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=5)
                line.request("POST", "/api/v1/decide", body, headers)
                answer = line.getresponse()
                text = answer.read()
                if answer.status == 200:
                    with self.lock:
                        self.acknowledged.add(json.loads(text)["decision_id"])
            except (OSError, http.client.HTTPException, ValueError):
                line = None
                self.stop.wait(0.01)

    def __enter__(self) -> Load:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def until(self, more: int) -> None:
        """Waits until so many more calls were acknowledged."""
        goal = len(self.acknowledged) + more
        deadline = time.monotonic() + 60
        while len(self.acknowledged) < goal:
            if time.monotonic() > deadline:
                raise RuntimeError(f"the service does not recover:\n{self.server.log()}")
            time.sleep(0.01)


def check(server: Server, acknowledged: set[str]) -> str:
    """Every acknowledged decision is in a bundle that verifies; says how many records it has."""
    bundle = server.data_dir / "acme.jsonl"
    exported = server.run("evidence", "export", "--org", "acme", "--out", str(bundle), "--json")
    if exported.returncode:
        raise RuntimeError(f"the export failed: {exported.stdout} {exported.stderr}")
    key = json.loads(exported.stdout)["vkeys"][0]
    verified = server.run("evidence", "verify", str(bundle), "--key", key, "--strict", "--json")
    if verified.returncode:
        raise RuntimeError(f"the bundle does not verify: {verified.stdout}")
    recorded = set()
    for line in bundle.open():
        entry = json.loads(line)
        if "record" in entry:
            recorded.add(json.loads(entry["record"])["id"])
    lost = acknowledged - recorded
    if lost:
        raise RuntimeError(f"{len(lost)} acknowledged decisions are gone, {sorted(lost)[:3]} among them")
    return str(json.loads(verified.stdout)["records"])


def main() -> int:
    with Server(fsync="on") as server:
        org = server.org("acme")
        with Load(server, org) as load:
            for turn in range(ROUNDS):
                load.until(random.randint(50, 400))
                if turn % 2 == 0:
                    server.kill()
                    what = "server"
                else:
                    postmaster = server.postmaster()
                    assert postmaster is not None, "no database process was found"
                    os.kill(postmaster, signal.SIGKILL)
                    what = "PostgreSQL"
                began = time.monotonic()
                if what == "server":
                    server.start()
                load.until(20)
                if what == "PostgreSQL" and server.postmaster() == postmaster:
                    raise RuntimeError("the database process was not killed")
                took = time.monotonic() - began
                print(f"round {turn + 1}: killed {what}, deciding again after {took:.1f} s, {len(load.acknowledged)} acknowledged", flush=True)
        records = check(server, load.acknowledged)
        print(f"fault drill: {ROUNDS} rounds, {len(load.acknowledged)} acknowledged decisions, none lost, {records} records verify")
    return 0


if __name__ == "__main__":
    sys.exit(main())
