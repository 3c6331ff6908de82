"""kill -9 of the server and of PostgreSQL under load, in turns: no acknowledged decision may be lost, the sequence stays
gapless and the tree verifies. fsync is on."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from load import Load, check  # noqa: E402
from harness import Server  # noqa: E402

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "10"))


def main() -> int:
    with Server(fsync="on") as server:
        with Load(server, server.org("acme")) as load:
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
        records = check(server, "acme", load.acknowledged)
        print(f"fault drill: {ROUNDS} rounds, {len(load.acknowledged)} acknowledged decisions, none lost, {records} records verify")
    return 0


if __name__ == "__main__":
    sys.exit(main())
