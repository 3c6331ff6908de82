"""SimpleSAMLphp as the identity provider: it serves its metadata, reads our request, and answers in the three signing layouts."""

import html
import http.cookiejar
import os
import pathlib
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from xml.etree import ElementTree

from pysaml2_peer import LAYOUTS, key_and_certificate, ours

WWW = pathlib.Path(os.environ["SIMPLESAMLPHP_WWW"])
METADATA = "{urn:oasis:names:tc:SAML:2.0:metadata}"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"

CONFIG = """<?php
$config = ['baseurlpath' => '%(base)s/', 'certdir' => '%(folder)s/', 'loggingdir' => '%(folder)s/', 'datadir' => '%(folder)s/',
  'tempdir' => '%(folder)s/tmp', 'metadatadir' => '%(folder)s/metadata/', 'secretsalt' => '%(salt)s', 'auth.adminpassword' => '%(salt)s',
  'enable.saml20-idp' => true, 'module.enable' => ['core' => true, 'saml' => true, 'exampleauth' => true], 'timezone' => 'UTC',
  'logging.handler' => 'errorlog', 'logging.level' => 3, 'store.type' => 'phpsession', 'session.cookie.secure' => false,
  'session.phpsession.savepath' => '%(folder)s/tmp', 'language.default' => 'en', 'theme.use' => 'default',
  'technicalcontact_email' => 'it@idp.example', 'metadata.sources' => [['type' => 'flatfile']]];
"""
SOURCES = """<?php
$config = ['people' => ['exampleauth:StaticSource', 'uid' => ['person-1'], 'email' => ['mara@acme.example'], 'groups' => ['risk', 'staff']]];
"""
HOSTED = """<?php
$metadata['__DYNAMIC:1__'] = ['host' => '__DEFAULT__', 'privatekey' => 'key.pem', 'certificate' => 'cert.pem', 'auth' => 'people',
  'sign.logout' => true, 'validate.logout' => true, 'signature.algorithm' => 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'authproc' => [3 => ['class' => 'saml:AttributeNameID', 'attribute' => 'uid', 'Format' => '%(format)s']]];
"""
REMOTE = """<?php
$metadata['%(entity)s'] = ['AssertionConsumerService' => '%(acs)s', 'NameIDFormat' => '%(format)s',
  'saml20.sign.response' => %(response)s, 'saml20.sign.assertion' => %(assertion)s];
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def configure(folder: pathlib.Path, base: str) -> None:
    """Its configuration in a folder of its own."""
    for name in ("metadata", "tmp"):
        (folder / name).mkdir()
    key_and_certificate(folder)
    (folder / "config.php").write_text(CONFIG % {"base": base, "folder": folder, "salt": secrets.token_hex(16)})
    (folder / "authsources.php").write_text(SOURCES)
    (folder / "metadata" / "saml20-idp-hosted.php").write_text(HOSTED % {"format": PERSISTENT})


def described() -> dict:
    """Our entity id and address, as our metadata says them."""
    root = ElementTree.fromstring(ours("metadata"))
    acs = root.find(f".//{METADATA}AssertionConsumerService").attrib["Location"]
    return {"entity": root.attrib["entityID"], "acs": acs, "format": PERSISTENT}


def allow(folder: pathlib.Path, us: dict, layout: str) -> None:
    response, assertion = (str(signed).lower() for signed in LAYOUTS[layout])
    (folder / "metadata" / "saml20-sp-remote.php").write_text(REMOTE % (us | {"response": response, "assertion": assertion}))


def fetch(browser: urllib.request.OpenerDirector, url: str) -> str:
    with browser.open(url, timeout=20) as answer:
        return answer.read().decode()


def wait_until_served(url: str, server: subprocess.Popen) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        try:
            return fetch(urllib.request.build_opener(), url)
        except (urllib.error.URLError, ConnectionError) as error:
            if isinstance(error, urllib.error.HTTPError):
                raise RuntimeError(error.read().decode()[:2000]) from error
            time.sleep(0.05)
    raise RuntimeError("SimpleSAMLphp does not answer")


def answer(metadata: str) -> str:
    """Our request, through its pages as a browser would go, and what we make of its answer."""
    identifier, url = ours("begin", metadata).split(" ", 1)
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = fetch(browser, url)
    found = re.search(r'name="SAMLResponse" value="([^"]+)"', page)
    if not found:
        raise RuntimeError(f"no answer in: {page[:2000]}")
    return ours("answer", metadata, identifier, text=html.unescape(found.group(1)))


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder, base = pathlib.Path(name), f"http://127.0.0.1:{free_port()}"
        configure(folder, base)
        us = described()
        allow(folder, us, "both")
        environment = os.environ | {"SIMPLESAMLPHP_CONFIG_DIR": str(folder)}
        log = (folder / "log").open("wb")
        # Deprecation notices of the library on a newer PHP would stand in its pages.
        command = ["php", "-d", "display_errors=0", "-S", base.removeprefix("http://"), "-t", str(WWW)]
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            metadata = folder / "idp.xml"
            metadata.write_text(wait_until_served(f"{base}/saml2/idp/metadata.php", server))
            for layout in LAYOUTS:
                allow(folder, us, layout)
                said = answer(str(metadata))
                if said != "in person-1 mara@acme.example":
                    print(f"{layout}: {said}", file=sys.stderr)
                    return 1
                print(f"{layout} signed: {said}")
        finally:
            server.terminate()
            server.wait()
    print("SimpleSAMLphp: 3 passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
