"""The published SDK signs in to the portal and out again; where people need a second factor it is refused."""

import json

import pytest
from axonflow import AxonFlow
from axonflow.exceptions import AuthenticationError


def command(server, *args):
    done = server.run("org", *args, "--org", "globex", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def flow_of(server, org):
    return AxonFlow(endpoint=server.url, client_id=org["client_id"], client_secret=org["client_secret"], cache_enabled=False, timeout=20)


async def test_the_sdk_signs_in_and_out(server, globex):
    password = command(server, "sdk-password")["password"]
    async with flow_of(server, globex) as flow:
        with pytest.raises(AuthenticationError):
            await flow.login_to_portal("globex", "a guess")
        assert not flow.is_logged_in()

        answer = await flow.login_to_portal("globex", password)

        assert answer["org_id"] == "globex" and answer["name"] and answer["expires_at"]
        assert flow.is_logged_in()
        cookie = {"axonflow_session": flow._session_cookie}
        assert (await flow._http_client.get(f"{server.url}/api/v1/auth/session", cookies=cookie)).status_code == 200
        await flow.logout_from_portal()
        assert not flow.is_logged_in()
        assert (await flow._http_client.get(f"{server.url}/api/v1/auth/session", cookies=cookie)).status_code == 401


async def test_the_sdk_is_refused_where_everybody_needs_a_second_factor(server, globex):
    password = command(server, "sdk-password")["password"]
    command(server, "security", "--second-factor-for-all", "true")
    try:
        async with flow_of(server, globex) as flow:
            with pytest.raises(AuthenticationError, match="second factor"):
                await flow.login_to_portal("globex", password)
            assert not flow.is_logged_in()
    finally:
        command(server, "security", "--second-factor-for-all", "false")
        command(server, "sdk-password", "--remove")
