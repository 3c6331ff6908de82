"""Clients that decide as fast as they are answered."""

from __future__ import annotations

import base64
import http.client
import json
import threading
import time
from dataclasses import dataclass

from harness import Server


@dataclass(frozen=True)
class Answer:
    """One call: when it began on the monotonic clock, how long it took, and how it ended; 0 is a broken connection."""

    began: float
    took: float
    status: int


def credential(org: dict) -> dict[str, str]:
    """The headers of an organisation's key."""
    secret = base64.b64encode(f"{org['client_id']}:{org['client_secret']}".encode()).decode()
    return {"Authorization": f"Basic {secret}", "Content-Type": "application/json"}


class Load:
    """Clients of one organisation. Remembers every answer, and which decisions were acknowledged."""

    def __init__(self, server: Server, org: dict, clients: int = 8, patience: float = 5) -> None:
        self.server, self.org, self.patience = server, org, patience
        self.acknowledged: set[str] = set()
        self.answers: list[Answer] = []
        self.lock, self.stop = threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self.client, daemon=True) for _ in range(clients)]

    def client(self) -> None:
        headers = credential(self.org)
        body = json.dumps({"stage": "llm", "query": "What is the weather like in Lisbon?"})
        line = None
        while not self.stop.is_set():
            began, status, decision = time.monotonic(), 0, None
            try:
                line = line or http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=self.patience)
                line.request("POST", "/api/v1/decide", body, headers)
                answer = line.getresponse()
                text = answer.read()
                status = answer.status
                if status == 200:
                    decision = json.loads(text)["decision_id"]
            except (OSError, http.client.HTTPException, ValueError):
                line = None
            with self.lock:
                self.answers.append(Answer(began, time.monotonic() - began, status))
                if decision:
                    self.acknowledged.add(decision)
            if status != 200:
                self.stop.wait(0.01)

    def __enter__(self) -> Load:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def between(self, start: float, end: float) -> list[Answer]:
        """The calls that began in this stretch of time."""
        with self.lock:
            return [answer for answer in self.answers if start <= answer.began < end]

    def until(self, more: int, seconds: float = 60) -> None:
        """Waits until so many more calls were acknowledged."""
        goal = len(self.acknowledged) + more
        deadline = time.monotonic() + seconds
        while len(self.acknowledged) < goal:
            if time.monotonic() > deadline:
                raise RuntimeError(f"the service does not recover:\n{self.server.log()}")
            time.sleep(0.01)


def check(server: Server, slug: str, acknowledged: set[str]) -> str:
    """Every acknowledged decision is in a bundle that verifies; says how many records it has."""
    bundle = server.data_dir / f"{slug}.jsonl"
    exported = server.run("evidence", "export", "--org", slug, "--out", str(bundle), "--json")
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
