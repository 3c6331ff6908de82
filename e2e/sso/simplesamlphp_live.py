"""SimpleSAMLphp and the started service, as a browser goes: a sign-in that begins at the provider where somebody allowed it, signing
out here and there, and signing out there, which ends the session here."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path
from xml.etree import ElementTree

from connected import SIGNED_OUT, Browser, Connection, Dns, connect, way_out
from simplesamlphp_peer import METADATA, PERSISTENT, WWW, configure, free_port, wait_until_served

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import Server  # noqa: E402

DOMAIN = "acme.example"
REMOTE = """<?php
$metadata['%(entity)s'] = ['AssertionConsumerService' => '%(acs)s', 'NameIDFormat' => '%(format)s',
  'SingleLogoutService' => [['Binding' => 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', 'Location' => '%(slo)s']],
  'keys' => [['type' => 'X509Certificate', 'signing' => true, 'encryption' => false, 'X509Certificate' => '%(key)s']],
  'sign.logout' => true, 'validate.logout' => true, 'saml20.sign.response' => true, 'saml20.sign.assertion' => true];
"""


def introduce(folder: Path, connection: Connection) -> dict:
    """Gives the provider what our metadata says."""
    root = ElementTree.fromstring(connection.metadata())
    key = root.find(".//{http://www.w3.org/2000/09/xmldsig#}X509Certificate")
    us = {
        "entity": root.attrib["entityID"],
        "acs": root.find(f".//{METADATA}AssertionConsumerService").attrib["Location"],
        "slo": root.find(f".//{METADATA}SingleLogoutService").attrib["Location"],
        "key": key.text,
        "format": PERSISTENT,
    }
    (folder / "metadata" / "saml20-sp-remote.php").write_text(REMOTE % us)
    return us


def come(connection: Connection, begin: str) -> Browser:
    browser = Browser()
    came = browser.follow(begin)
    assert "You are signed in" in came.text, f"{came.url}: {came.text[:2000]}"
    assert connection.is_in(browser)
    return browser


def begun_at_the_provider(connection: Connection, base: str, us: dict) -> None:
    begin = f"{base}/saml2/idp/SSOService.php?spentityid={urllib.parse.quote(us['entity'], safe='')}"
    refused = Browser().follow(begin)
    assert refused.status == 403, "taken before somebody allowed it"
    connection.from_the_provider()
    come(connection, begin)
    print("begun at the provider: refused, then allowed")


def signed_out_here(connection: Connection) -> None:
    browser = come(connection, connection.at("login"))
    page = connection.sign_out(browser)
    assert not connection.is_in(browser)
    back = browser.follow(f"{connection.server.url}{way_out(page.text)}")
    assert SIGNED_OUT in back.text, f"{back.url}: {back.text[:2000]}"
    print("signed out here: the provider's session ended too")


def signed_out_there(connection: Connection, base: str) -> None:
    browser = come(connection, connection.at("login"))
    done = browser.follow(f"{base}/saml2/idp/SingleLogoutService.php?ReturnTo={urllib.parse.quote(base + '/', safe='')}")
    assert not connection.is_in(browser), f"the session here goes on: {done.url} {done.text[:2000]}"
    print("signed out there: the session here ended")


def main() -> int:
    dns = Dns()
    with tempfile.TemporaryDirectory() as name, Server() as server:
        folder, base = Path(name), f"http://127.0.0.1:{free_port()}"
        configure(folder, base)
        environment = os.environ | {"SIMPLESAMLPHP_CONFIG_DIR": str(folder)}
        log = (folder / "log").open("wb")
        command = ["php", "-d", "display_errors=0", "-S", base.removeprefix("http://"), "-t", str(WWW)]
        provider = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            metadata = folder / "idp.xml"
            metadata.write_text(wait_until_served(f"{base}/saml2/idp/metadata.php", provider))
            connection = connect(server, dns, metadata, DOMAIN)
            us = introduce(folder, connection)
            begun_at_the_provider(connection, base, us)
            signed_out_here(connection)
            signed_out_there(connection, base)
        finally:
            provider.terminate()
            provider.wait()
    print("SimpleSAMLphp with the service: 3 passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
