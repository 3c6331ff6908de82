"""A key is rolled under the published SDK while it works: no call fails through the overlap, and the old secret is refused right
after it was ended, on the whole service."""

import asyncio
import contextlib
import json
import time

from axonflow import AxonFlow
from axonflow.exceptions import AuthenticationError
from axonflow.types import DecideRequest

CALL = DecideRequest(stage="llm", query="What is the weather like in Lisbon?")
CLIENTS = 4


def command(server, *args):
    done = server.run("key", *args, "--org", "acme", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def flow_of(server, key):
    return AxonFlow(endpoint=server.url, client_id=key["client_id"], client_secret=key["client_secret"], cache_enabled=False, timeout=20)


class Steady:
    """Clients that decide without a pause. Remembers how many calls were answered, and what the first refusal was and when."""

    def __init__(self, server, key):
        self.server, self.key = server, key
        self.answered, self.refused, self.errors = 0, None, []

    async def client(self):
        async with flow_of(self.server, self.key) as flow:
            while not self.errors and self.refused is None:
                try:
                    await flow.decide(CALL)
                    self.answered += 1
                except AuthenticationError:
                    self.refused = self.refused or time.monotonic()
                except Exception as error:  # noqa: BLE001  Whatever it is, it must not happen.
                    self.errors.append(repr(error))

    async def more(self, calls):
        """Waits until so many more calls were answered."""
        goal, deadline = self.answered + calls, time.monotonic() + 60
        while self.answered < goal:
            assert not self.errors and self.refused is None, f"{self.errors} {self.refused}"
            assert time.monotonic() < deadline, "the service does not answer"
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def steady(server, key):
    load = Steady(server, key)
    clients = [asyncio.create_task(load.client()) for _ in range(CLIENTS)]
    try:
        yield load
    finally:
        for client in clients:
            client.cancel()
        await asyncio.gather(*clients, return_exceptions=True)


def addresses(server, key, tail):
    """From where a secret was used, and how often."""
    shown = command(server, "show", key["client_id"])
    secret = next(secret for secret in shown["secrets"] if secret["tail"] == tail)
    return {use["address"]: use["calls"] for use in secret["uses"]}


async def in_thread(function, *args):
    return await asyncio.to_thread(function, *args)


async def test_no_call_fails_through_a_roll_and_the_old_secret_ends_at_once(server):
    old = command(server, "create", "--name", "rolled-under-load")
    async with steady(server, old) as before:
        await before.more(50)
        new = await in_thread(command, server, "roll", old["client_id"], "--overlap-hours", "1")
        async with steady(server, new) as after:
            await after.more(50)
            await before.more(50)
            # The service writes down from where secrets are used every two seconds.
            deadline = time.monotonic() + 20
            while not await in_thread(addresses, server, old, old["client_secret"][-4:]):
                assert time.monotonic() < deadline, "the meter does not show the old secret"
            assert "127.0.0.1" in await in_thread(addresses, server, old, old["client_secret"][-4:])

            await in_thread(command, server, "roll", old["client_id"], "--end-overlap")
            ended, deadline = time.monotonic(), time.monotonic() + 10
            while before.refused is None:
                assert time.monotonic() < deadline, "the old secret still works"
                await asyncio.sleep(0.005)

            assert before.errors == [] and after.errors == []
            assert before.refused - ended < 1, "the refusal came later than a second after the end"
            await after.more(50)
