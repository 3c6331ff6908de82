"""Two processes of the service on one database, and pysaml2 as the identity provider. One valid answer, sent twenty times at once
over both, opens one session, whoever began the sign-in. Signing out goes both ways: what the provider ends in one process has ended
in the other."""

from __future__ import annotations

import base64
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs, urlparse

from connected import SIGNED_OUT, Browser, Connection, Dns, connect, way_out
from pysaml2_peer import DIGEST, IDP, SIGNATURE, describe, provider
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.samlp import STATUS_SUCCESS

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import Server  # noqa: E402

COPIES = 20
DOMAIN = "replay.example"


def answer(idp, connection: Connection, subject: str, request=None) -> str:
    """The signed answer to a request, or to none; base64 as its form carries it."""
    where = idp.response_args(request, [BINDING_HTTP_POST]) if request else {}
    response = idp.create_authn_response(
        {"email": f"{subject}@{DOMAIN}"},
        in_response_to=where.get("in_response_to"),
        destination=connection.at("acs"),
        sp_entity_id=connection.at("metadata"),
        name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text=subject),
        authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "authn_auth": IDP},
        sign_response=True,
        sign_assertion=True,
        sign_alg=SIGNATURE,
        digest_alg=DIGEST,
    )
    return base64.b64encode(str(response).encode()).decode()


def begun(idp, connection: Connection) -> tuple[Browser, str, object]:
    """A sign-in that begins here: the browser, the relay state, and the request as the provider read it."""
    browser = Browser()
    query = parse_qs(urlparse(browser.open(connection.at("login")).location).query)
    request = idp.parse_authn_request(query["SAMLRequest"][0], BINDING_HTTP_REDIRECT).message
    return browser, query["RelayState"][0], request


def come(idp, connection: Connection, subject: str) -> Browser:
    browser, relay, request = begun(idp, connection)
    came = browser.open(connection.at("acs"), {"SAMLResponse": answer(idp, connection, subject, request), "RelayState": relay})
    assert came.session, came.text
    return browser


def sent_at_once(connection: Connection, nodes: list[str], form: dict[str, str], cookie: str) -> int:
    """How many sessions one form opens that is sent many times at once."""
    headers = {"origin": IDP, "sec-fetch-site": "cross-site", "cookie": cookie}
    with ThreadPoolExecutor(COPIES) as threads:
        sending = [threads.submit(Browser().open, connection.at("acs", nodes[n % len(nodes)]), form, headers) for n in range(COPIES)]
        return sum(answered.result().session for answered in sending)


def replayed(idp, connection: Connection, nodes: list[str]) -> None:
    browser, relay, request = begun(idp, connection)
    cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.jar)
    form = {"SAMLResponse": answer(idp, connection, "copied", request), "RelayState": relay}
    opened = sent_at_once(connection, nodes, form, cookie)
    assert opened == 1, f"{opened} sessions of one answer to a request"
    unasked = {"SAMLResponse": answer(idp, connection, "copied")}
    refused = sent_at_once(connection, nodes, unasked, "")
    assert refused == 0, f"{refused} sessions of an answer to nothing, which nobody allowed"
    connection.from_the_provider()
    opened = sent_at_once(connection, nodes, {"SAMLResponse": answer(idp, connection, "copied")}, "")
    assert opened == 1, f"{opened} sessions of one answer to nothing"
    print(f"{COPIES} copies over two processes: 1 session of an answer to a request, 1 of an answer to nothing, 0 before it was allowed")


def ended_by_the_provider(idp, connection: Connection, nodes: list[str]) -> None:
    """The provider's message goes to the second process; the first one knows."""
    browser, other = come(idp, connection, "leaver"), come(idp, connection, "stayer")
    assert connection.is_in(browser) and connection.is_in(browser, nodes[1])
    name = NameID(format=NAMEID_FORMAT_PERSISTENT, text="leaver")
    identifier, request = idp.create_logout_request(connection.at("slo"), connection.at("metadata"), name_id=name, sign=False)
    sent = idp.apply_binding(BINDING_HTTP_REDIRECT, str(request), connection.at("slo"), "relay-1", sign=True, sigalg=SIGNATURE)
    query = urlparse(dict(sent["headers"])["Location"]).query
    there = Browser().open(f"{connection.at('slo', nodes[1])}?{query}")
    assert there.status == 303, there.text
    said = parse_qs(urlparse(there.location).query)
    assert said["RelayState"] == ["relay-1"], said
    read = idp.parse_logout_request_response(said["SAMLResponse"][0], BINDING_HTTP_REDIRECT)
    assert read.response.in_response_to == identifier and read.response.status.status_code.value == STATUS_SUCCESS
    assert not connection.is_in(browser) and not connection.is_in(browser, nodes[1]), "the session goes on"
    assert connection.is_in(other), "somebody else was signed out"
    again = Browser().open(f"{connection.at('slo')}?{query}")
    assert again.status == 403, "a message counted twice"
    print("log-out from the provider: ended in both processes, answered, counted once")


def signed_out_here(idp, connection: Connection) -> None:
    browser = come(idp, connection, "traveller")
    page = connection.sign_out(browser)
    assert not connection.is_in(browser), "the session here has to end first"
    leaves = browser.open(f"{connection.server.url}{way_out(page.text)}")
    query = {name: values[0] for name, values in parse_qs(urlparse(leaves.location).query).items()}
    asked = idp.parse_logout_request(
        query["SAMLRequest"], BINDING_HTTP_REDIRECT, relay_state=query["RelayState"], sigalg=query["SigAlg"], signature=query["Signature"]
    ).message
    assert asked.name_id.text == "traveller", asked
    response = idp.create_logout_response(asked, bindings=[BINDING_HTTP_REDIRECT], sign=False)
    sent = idp.apply_binding(
        BINDING_HTTP_REDIRECT, str(response), connection.at("slo"), query["RelayState"], response=True, sign=True, sigalg=SIGNATURE
    )
    back = browser.open(f"{connection.at('slo')}?{urlparse(dict(sent['headers'])['Location']).query}")
    assert SIGNED_OUT in back.text, back.text
    print("log-out from here: asked with our signature, its answer taken")


def main() -> int:
    dns = Dns()
    with tempfile.TemporaryDirectory() as name, Server() as server, server.second() as second:
        folder = Path(name)
        connection = connect(server, dns, describe(folder), DOMAIN)
        idp = provider(folder, connection.metadata())
        nodes = [server.url, second]
        replayed(idp, connection, nodes)
        ended_by_the_provider(idp, connection, nodes)
        signed_out_here(idp, connection)
    print("pysaml2 with two processes: 3 passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
