"""Starts the service with demonstration data and hands it to the journeys."""

import base64
import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent.parent / "sso")]

from harness import Server, free_port  # noqa: E402
from simplesamlphp_peer import configure, wait_until_served  # noqa: E402

HERE = Path(__file__).resolve().parent


NEWCOMER = {"email": "newcomer@acme.example", "password": "the heron waits by the pond"}
FIRST_TIMER = {"email": "first-timer@acme.example", "password": "four herons wait by the pond"}
KEYHOLDER = {"email": "keyholder@acme.example", "password": "three herons wait by the pond"}
OPERATOR = {"email": "olena@platform.example", "password": "four herons wait by the pond"}
SECOND = {"email": "second@acme.example", "password": "two herons wait by the pond"}


METADATA = """<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"
 xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="http://www.okta.example/exk9x2acmeINS4"><md:IDPSSODescriptor
 protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data>
 <ds:X509Certificate>CERTIFICATE</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService
 Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
 Location="https://acme.okta.example/app/axonflow/exk9x2acmeINS4/sso/saml"/></md:IDPSSODescriptor></md:EntityDescriptor>"""


def make(server: Server, person: dict, role: str, *more: str) -> dict:
    """Adds a person to Acme; answers what the command printed."""
    account = ["--email", person["email"], "--password", person["password"], "--role", role, "--json", *more]
    made = server.run("user", "create", "--org", "acme", *account)
    if made.returncode:
        raise RuntimeError(f"nobody was made: {made.stderr}")
    return json.loads(made.stdout)


def connections(server: Server) -> str:
    """One SAML connection that is set up, and a domain that waits for its record; answers the path of a set-up link for both."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "acme.okta.example")])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=20))
    certificate = base64.b64encode(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)).decode()
    metadata = server.data_dir / "okta.xml"
    metadata.write_text(METADATA.replace("CERTIFICATE", certificate))
    for words in (
        ["sso", "saml", "create", "--name", "Okta", "--metadata", str(metadata), "--default-role", "viewer"],
        ["domain", "add", "okta.example"],
    ):
        made = server.run(*words, "--org", "acme")
        if made.returncode:
            raise RuntimeError(f"{words}: {made.stderr}")
    metadata.write_text(METADATA.replace("CERTIFICATE", certificate).replace("acmeINS4", "acmeINS5"))
    entra = ["sso", "saml", "create", "--name", "Entra", "--metadata", str(metadata), "--default-role", "viewer"]
    if (made := server.run(*entra, "--org", "acme")).returncode:
        raise RuntimeError(f"{entra}: {made.stderr}")
    listed = json.loads(server.run("sso", "list", "--org", "acme", "--json").stdout)
    by_name = {line["name"]: line["connection"] for line in listed}
    connection = by_name["Okta"]
    rule = ["sso", "rule", "add", by_name["Entra"], "--group", "Claims", "--role", "approver"]
    if (made := server.run(*rule, "--org", "acme")).returncode:
        raise RuntimeError(f"{rule}: {made.stderr}")
    link = server.run("sso", "link", "create", connection, "--org", "acme", "--for", "Kim from IT", "--domain", "okta.example", "--json")
    if link.returncode:
        raise RuntimeError(f"no set-up link was made: {link.stderr}")
    return urlsplit(json.loads(link.stdout)["url"]).path


@contextmanager
def saml_provider(port: int) -> Iterator[dict]:
    """SimpleSAMLphp with a configuration of its own, which the journeys complete."""
    with tempfile.TemporaryDirectory() as name:
        folder, base = Path(name), f"http://127.0.0.1:{port}"
        configure(folder, base)
        log = (folder / "log").open("wb")
        command = ["php", "-d", "display_errors=0", "-S", f"127.0.0.1:{port}", "-t", os.environ["SIMPLESAMLPHP_WWW"]]
        process = subprocess.Popen(command, env=os.environ | {"SIMPLESAMLPHP_CONFIG_DIR": name}, stdout=log, stderr=log)
        try:
            wait_until_served(f"{base}/saml2/idp/metadata.php", process)
            yield {"folder": name, "base": base}
        finally:
            process.terminate()
            process.wait()


def groundwork(server: Server) -> None:
    """A role of Acme's own and a team that carries it, so that the pages about them have something to show."""
    approver = next(org for org in server.demo["orgs"] if org["slug"] == "acme")["approver"]["email"]
    for words in (
        ["role", "create", "--name", "Complaints reader", "--permission", "holds:read", "--permission", "keys:read"],
        ["team", "create", "--name", "Complaints desk", "--description", "Answers what customers complain about."],
        ["team", "add", "Complaints desk", "--member", approver, "--member", SECOND["email"], "--role", "Complaints reader"],
    ):
        made = server.run(*words, "--org", "acme", "--json")
        if made.returncode:
            raise RuntimeError(f"{words}: {made.stderr}{made.stdout}")


def main() -> int:
    providers = {"dns": free_port(), "scripts": free_port(), "plain": free_port(), "saml": free_port()}
    os.environ["AXONFLOW_DNS_SERVER"] = f"127.0.0.1:{providers['dns']}"
    os.environ["AXONFLOW_PRIVATE_PROVIDERS"] = ",".join(f"http://127.0.0.1:{providers[name]}" for name in ("scripts", "plain", "saml"))
    with Server() as server, server.second() as second_url, saml_provider(providers["saml"]) as saml:
        make(server, NEWCOMER, "approver")
        make(server, FIRST_TIMER, "approver")
        setup_link = connections(server)
        second = SECOND | {"totp_secret": make(server, SECOND, "policy_admin", "--enroll-totp")["totp_secret"]}
        groundwork(server)
        keyholder = KEYHOLDER | {"totp_secret": make(server, KEYHOLDER, "developer", "--enroll-totp")["totp_secret"]}
        added = server.run("platform", "operator", "add", OPERATOR["email"], "--password", OPERATOR["password"], "--json")
        if added.returncode:
            raise RuntimeError(f"there is no operator: {added.stderr}")
        operator = OPERATOR | {"totp_secret": json.loads(added.stdout)["totp_secret"]}
        guests = ["guest@acme.example", server.org("globex")["viewer"]["email"]]
        invited = server.run("user", "invite", *guests, "--org", "acme", "--role", "viewer")
        if invited.returncode:
            raise RuntimeError(f"nobody was invited: {invited.stderr}")
        environment = os.environ | {
            "BASE_URL": server.url,
            "DEMO": json.dumps(server.demo),
            "NEWCOMER": json.dumps(NEWCOMER),
            "FIRST_TIMER": json.dumps(FIRST_TIMER),
            "SECOND": json.dumps(second),
            "PROVIDERS": json.dumps(providers),
            "SETUP_LINK": setup_link,
            "KEYHOLDER": json.dumps(keyholder),
            "SAML_PROVIDER": json.dumps(saml),
            "SECOND_URL": second_url,
            "OPERATOR": json.dumps(operator),
            "OUTBOX": str(server.data_dir / "data" / "outbox"),
        }
        code = subprocess.run(["node", str(HERE / "journeys.mjs"), *sys.argv[1:]], env=environment, check=False).returncode
        if code != 0:
            sys.stderr.write(server.problems())
        return code


if __name__ == "__main__":
    sys.exit(main())
