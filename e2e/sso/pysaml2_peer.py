"""pysaml2 as the identity provider: it reads our metadata and request, and answers in the three signing layouts."""

import base64
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
from urllib.parse import parse_qs, urlparse

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server

PEER = os.environ.get("SSO_PEER", "")
IDP = "https://idp.example/pysaml2"
SIGNATURE = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
DIGEST = "http://www.w3.org/2001/04/xmlenc#sha256"
LAYOUTS = {"response": (True, False), "assertion": (False, True), "both": (True, True)}


def ours(*words: str, text: str = "") -> str:
    return subprocess.run([PEER, *words], input=text, capture_output=True, text=True, check=True).stdout.strip()


def key_and_certificate(folder: pathlib.Path) -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example")])
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - day).not_valid_after(now + day)
    certificate = builder.sign(key, hashes.SHA256())
    form = serialization.PrivateFormat.TraditionalOpenSSL
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return str(folder / "key.pem"), str(folder / "cert.pem")


def settings(folder: pathlib.Path) -> dict:
    places = {
        "single_sign_on_service": [(IDP + "/sso", BINDING_HTTP_REDIRECT)],
        "single_logout_service": [(IDP + "/slo", BINDING_HTTP_REDIRECT)],
    }
    return {
        "entityid": IDP,
        "key_file": str(folder / "key.pem"),
        "cert_file": str(folder / "cert.pem"),
        "service": {"idp": {"endpoints": places}},
    }


def describe(folder: pathlib.Path) -> pathlib.Path:
    """Makes the provider's key; gives its metadata."""
    key_and_certificate(folder)
    metadata = folder / "idp.xml"
    metadata.write_text(str(entity_descriptor(IdPConfig().load(settings(folder)))))
    return metadata


def provider(folder: pathlib.Path, our_metadata: str) -> Server:
    """The provider that was described, which knows us."""
    (folder / "sp.xml").write_text(our_metadata)
    return Server(config=IdPConfig().load(settings(folder) | {"metadata": {"local": [str(folder / "sp.xml")]}}))


def answer(server: Server, metadata: str, layout: str, subject: str) -> str:
    identifier, url = ours("begin", metadata).split(" ", 1)
    asked = parse_qs(urlparse(url).query)
    request = server.parse_authn_request(asked["SAMLRequest"][0], BINDING_HTTP_REDIRECT).message
    assert request.id == identifier, "pysaml2 read another id"
    where = server.response_args(request, [BINDING_HTTP_POST])
    sign_response, sign_assertion = LAYOUTS[layout]
    response = server.create_authn_response(
        {"email": "mara@acme.example", "givenName": "Mara"},
        name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text=subject),
        authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "authn_auth": IDP},
        sign_response=sign_response,
        sign_assertion=sign_assertion,
        sign_alg=SIGNATURE,
        digest_alg=DIGEST,
        **{name: where[name] for name in ("in_response_to", "destination", "sp_entity_id")},
    )
    encoded = base64.b64encode(str(response).encode()).decode()
    return ours("answer", metadata, identifier, text=encoded)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        metadata = str(describe(folder))
        server = provider(folder, ours("metadata"))
        for layout in LAYOUTS:
            said = answer(server, metadata, layout, f"person-{layout}")
            expected = f"in person-{layout} mara@acme.example"
            if said != expected:
                print(f"{layout}: {said}", file=sys.stderr)
                return 1
            print(f"{layout} signed: {said}")
    print("pysaml2: 3 passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
