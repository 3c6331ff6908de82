"""Starts the service as a person would, with demonstration data in a folder of its own, and ends it again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", Path.home() / ".cache/axonflow/target"))
START_SECONDS = 60


def binary() -> Path:
    """The executable under test: the debug build unless AXONFLOW_BIN names another."""
    return Path(os.environ.get("AXONFLOW_BIN", TARGET / "debug" / "axonflow"))


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def totp(secret: str, at: float | None = None) -> str:
    """The code that an authenticator with this secret shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    step = int((time.time() if at is None else at) // 30)
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def wait_healthy(url: str, process: subprocess.Popen[bytes], log: Callable[[], str]) -> None:
    """Returns when the service answers that it is well; raises with its log when it ends, or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}:\n{log()}")
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise RuntimeError(f"the server was not healthy within {START_SECONDS} s:\n{log()}")


@dataclass
class Server:
    """A running service; use it as a context manager."""

    fsync: str = "off"
    args: list[str] = field(default_factory=list)
    data_dir: Path = field(init=False)
    port: int = field(init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.data_dir = Path(tempfile.mkdtemp(prefix="axonflow-e2e-"))
        # PostgreSQL runs as another user when this runs as root, and has to reach its folder.
        self.data_dir.chmod(0o755)
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def demo(self) -> dict:
        return json.loads((self.data_dir / "data" / "demo.json").read_text())

    def org(self, slug: str = "acme") -> dict:
        return next(org for org in self.demo["orgs"] if org["slug"] == slug)

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.data_dir, ignore_errors=True)

    def start(self) -> float:
        """Starts and waits until healthy; says how many seconds that took."""
        began = time.monotonic()
        log = (self.data_dir / "server.log").open("ab")
        command = [str(binary()), "serve", "--listen", f"127.0.0.1:{self.port}", "--data-dir", str(self.data_dir / "data"), "--with-demo"]
        environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "PLATFORM_DATABASE_URL")}
        environment["AXONFLOW_POSTGRES_FSYNC"] = self.fsync
        self.process = subprocess.Popen(command + self.args, stdout=log, stderr=log, env=environment)
        wait_healthy(self.url, self.process, self.log)
        return time.monotonic() - began

    @contextmanager
    def second(self) -> Iterator[str]:
        """Another process of the same service, on the same database and keys; its address."""
        port = free_port()
        log = (self.data_dir / "second.log").open("ab")
        command = [str(binary()), "serve", "--listen", f"127.0.0.1:{port}", "--data-dir", str(self.data_dir / "data"), "--public-url", self.url]
        environment = os.environ | {
            "AXONFLOW_VAULT": "file",
            "DATABASE_URL": self.run("db", "url", "--role", "web").stdout.strip(),
            "PLATFORM_DATABASE_URL": self.run("db", "url", "--role", "platform").stdout.strip(),
        }
        process = subprocess.Popen(command + self.args, stdout=log, stderr=log, env=environment)
        try:
            wait_healthy(f"http://localhost:{port}", process, lambda: (self.data_dir / "second.log").read_text(errors="replace")[-4000:])
            yield f"http://localhost:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)

    def log(self) -> str:
        return (self.data_dir / "server.log").read_text(errors="replace")[-4000:]

    def problems(self) -> str:
        """What the server logged above the level of requests."""
        lines = (self.data_dir / "server.log").read_text(errors="replace").splitlines(keepends=True)
        return "".join(line for line in lines if '"level":"INFO"' not in line)[-8000:]

    def stop(self) -> int:
        """Asks for a clean stop and returns the exit code."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def kill(self) -> None:
        """Ends the server as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=30)

    def postmaster(self) -> int | None:
        """The process id of the embedded database's first process."""
        found = subprocess.run(["pgrep", "-f", f"postgres.*{self.data_dir}/data"], capture_output=True, text=True, check=False).stdout.split()
        return int(found[0]) if found else None

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Runs a command against this server's data directory."""
        command = [str(binary()), *args]
        if args[:2] != ("evidence", "verify"):
            command += ["--data-dir", str(self.data_dir / "data")]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
