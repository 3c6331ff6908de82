"""Eight clients send hostile SAML answers without a pause while somebody signs in honestly, again and again.

Prints, as `bench: name=value`, how long honest sign-ins took alone and meanwhile. The hostile answers are as large as the route takes,
and belong to sign-ins that were really begun: others are thrown away before anything is read.
"""

import base64
import json
import os
import pathlib
import re
import socket
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

E2E = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(E2E), str(E2E / "sso")]

from harness import Server, free_port  # noqa: E402
from pysaml2_peer import DIGEST, IDP, SIGNATURE, key_and_certificate  # noqa: E402
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT  # noqa: E402
from saml2.config import IdPConfig  # noqa: E402
from saml2.metadata import entity_descriptor  # noqa: E402
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID  # noqa: E402
from saml2.server import Server as Provider  # noqa: E402

DOMAIN = "fire.example"
HONEST = 12
ATTACKERS = 8


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


BROWSER = urllib.request.build_opener(NoRedirect)


def ask(url: str, form: dict | None = None, cookie: str = "", source: str = "192.0.2.1") -> tuple[int, dict, str]:
    data = urllib.parse.urlencode(form).encode() if form else None
    headers = {"x-forwarded-for": source}
    if form:
        headers |= {"cookie": cookie, "origin": "https://idp.example", "sec-fetch-site": "cross-site"}
    try:
        with BROWSER.open(urllib.request.Request(url, data, headers), timeout=60) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def dns(port: int, records: dict) -> None:
    """Answers TXT questions from a table."""
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", port))
    while True:
        query, sender = udp.recvfrom(1500)
        end, labels = 12, []
        while query[end]:
            labels.append(query[end + 1 : end + 1 + query[end]].decode().lower())
            end += 1 + query[end]
        text = records.get(".".join(labels), "").encode()
        head = query[:2] + bytes([0x85, 0x80 if text else 0x83, 0, 1, 0, 1 if text else 0, 0, 0, 0, 0])
        record = bytes([0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, len(text) + 1, len(text)]) + text if text else b""
        udp.sendto(head + query[12 : end + 5] + record, sender)


def ran(server: Server, *words: str) -> object:
    done = server.run(*words, "--org", "acme", "--json")
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr}")
    return json.loads(done.stdout)


def connect(server: Server, folder: pathlib.Path, records: dict) -> tuple[Provider, str]:
    """A connection to pysaml2 that a proved domain leads to; gives the provider and our address."""
    key, certificate = key_and_certificate(folder)
    settings = {"entityid": IDP, "key_file": key, "cert_file": certificate}
    settings["service"] = {"idp": {"endpoints": {"single_sign_on_service": [(IDP + "/sso", BINDING_HTTP_REDIRECT)]}}}
    (folder / "idp.xml").write_text(str(entity_descriptor(IdPConfig().load(dict(settings)))))
    made = ran(server, "sso", "saml", "create", "--name", "Fire", "--metadata", str(folder / "idp.xml"), "--default-role", "viewer", "--public-url", server.url)
    base = made[0]["ours"]["acs_url"].removesuffix("/acs")
    (folder / "sp.xml").write_text(ask(f"{base}/metadata")[2])
    settings["metadata"] = {"local": [str(folder / "sp.xml")]}
    record = ran(server, "domain", "add", DOMAIN)["record"]
    records[record["name"]] = record["value"]
    ran(server, "domain", "verify", DOMAIN)
    ran(server, "domain", "route", DOMAIN, "--connection", made[0]["connection"], "--mode", "optional")
    return Provider(config=IdPConfig().load(settings)), base


def begun(base: str, source: str = "192.0.2.1") -> tuple[str, dict, str]:
    status, headers, text = ask(f"{base}/login", source=source)
    if status != 303:
        raise RuntimeError(f"{status}: {text[:300]}")
    return headers["location"], urllib.parse.parse_qs(urllib.parse.urlparse(headers["location"]).query), headers["set-cookie"].split(";")[0]


def honest(provider: Provider, base: str) -> float:
    """One sign-in, without the provider's own work; seconds."""
    started = time.monotonic()
    _, asked, cookie = begun(base)
    ours = time.monotonic() - started
    request = provider.parse_authn_request(asked["SAMLRequest"][0], BINDING_HTTP_REDIRECT).message
    where = provider.response_args(request, [BINDING_HTTP_POST])
    response = provider.create_authn_response(
        {"email": f"nia@{DOMAIN}"},
        name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text="nia"),
        authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "authn_auth": IDP},
        sign_response=True,
        sign_assertion=True,
        sign_alg=SIGNATURE,
        digest_alg=DIGEST,
        **{name: where[name] for name in ("in_response_to", "destination", "sp_entity_id")},
    )
    form = {"SAMLResponse": base64.b64encode(str(response).encode()).decode(), "RelayState": asked["RelayState"][0]}
    started = time.monotonic()
    status, headers, text = ask(f"{base}/acs", form, cookie)
    if status != 200 or not any("__Host-axonflow=" in cookie for cookie in headers.get_all("set-cookie") or []):
        raise RuntimeError(f"an honest sign-in failed: {status} {re.sub('<[^>]+>', ' ', text)[:300]}")
    return ours + time.monotonic() - started


def attack(base: str, stop: threading.Event, sent: list, net: int) -> None:
    """From many addresses, since one is held back after a hundred sign-ins."""
    attributes = "".join(f" a{n}='1'" for n in range(20_000))
    hostile = base64.b64encode(f"<samlp:Response xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol'{attributes}/>".encode()[:110_000]).decode()
    while not stop.is_set():
        source = f"198.51.{net}.{len(sent) // 50 % 250}"
        _, asked, cookie = begun(base, source)
        sent.append(ask(f"{base}/acs", {"SAMLResponse": hostile, "RelayState": asked["RelayState"][0]}, cookie, source)[0])


def main() -> int:
    port, records = free_port(), {}
    os.environ["AXONFLOW_DNS_SERVER"] = f"127.0.0.1:{port}"
    threading.Thread(target=dns, args=(port, records), daemon=True).start()
    with Server(args=["--trusted-proxies", "1"]) as server, tempfile.TemporaryDirectory() as name:
        provider, base = connect(server, pathlib.Path(name), records)
        honest(provider, base)
        alone = sorted(honest(provider, base) for _ in range(HONEST))
        stop, sent = threading.Event(), []
        attackers = [threading.Thread(target=attack, args=(base, stop, sent, net)) for net in range(ATTACKERS)]
        for attacker in attackers:
            attacker.start()
        try:
            under = sorted(honest(provider, base) for _ in range(HONEST))
        finally:
            stop.set()
        for attacker in attackers:
            attacker.join()
    print(f"bench: sso_honest_alone_max_ms={alone[-1] * 1000:.0f}")
    print(f"bench: sso_honest_under_fire_max_ms={under[-1] * 1000:.0f}")
    print(f"bench: sso_hostile_answers_meanwhile={len(sent)}")
    print(f"bench: sso_hostile_by_status={json.dumps({str(code): sent.count(code) for code in sorted(set(sent))}, separators=(',', ':'))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
