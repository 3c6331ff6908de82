"""One organisation's ledger head is held by somebody for ten seconds while its clients go on calling. Another organisation
must not feel it: its 99th percentile is compared with that of the stretches before and after, in the same run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from load import Answer, Load, check  # noqa: E402
from harness import Server  # noqa: E402

SECONDS = 10
CLIENTS = 4
GOAL = 1.5
# What a busy machine adds is no stall; a stall is seconds.
NOISE = 3.0

HOLD = "begin; select 'held' from ledger_head h join orgs o using (org_id) where o.slug = 'acme' for update of h;\n"


@contextmanager
def held_head(server: Server) -> Iterator[None]:
    """Takes the row of acme's head, as a transaction that hangs would."""
    url = server.run("db", "url", "--role", "superuser").stdout.strip()
    psql = max(Path("/usr/lib/postgresql").glob("*/bin/psql"), default=Path("psql"))
    holder = subprocess.Popen([psql, "-X", "-q", "-A", "-t", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdin and holder.stdout
    holder.stdin.write(HOLD)
    holder.stdin.flush()
    said = holder.stdout.readline().strip()
    assert said == "held", f"the head was not taken: {said}"
    try:
        yield
    finally:
        holder.stdin.write("rollback;\n")
        holder.stdin.close()
        holder.wait(timeout=10)


def stretch(load: Load) -> list[Answer]:
    """The calls of the next seconds."""
    start = time.monotonic()
    time.sleep(SECONDS)
    return load.between(start, time.monotonic())


def p99(answers: list[Answer]) -> float:
    """In milliseconds."""
    return statistics.quantiles([answer.took * 1_000 for answer in answers], n=100)[98]


def main() -> int:
    with Server(fsync="on") as server:
        with Load(server, server.org("globex"), CLIENTS, patience=30) as other:
            other.until(200)
            calm = stretch(other)
            with held_head(server), Load(server, server.org("acme"), CLIENTS, patience=30) as blocked:
                disturbed = stretch(other)
                through = len(blocked.acknowledged)
            calm += stretch(other)
        waits = [answer for answer in blocked.answers if answer.status == 503]
        before, during = p99(calm), p99(disturbed)
        check(server, "acme", blocked.acknowledged)
        check(server, "globex", other.acknowledged)
        print(
            f"fault drill: acme's head held for {SECONDS} s, {len(waits)} of its calls refused; p99 of globex {before:.1f} ms without,"
            f" {during:.1f} ms with it, ratio {during / before:.2f} (goal {GOAL}), {len(disturbed)} calls"
        )
        assert not through and waits, "acme's head was not held"
        assert all(answer.status == 200 for answer in calm + disturbed), "a call of globex was refused"
        assert during <= NOISE * before, f"globex stalls: p99 {during:.1f} ms instead of {before:.1f} ms"
    return 0


if __name__ == "__main__":
    sys.exit(main())
