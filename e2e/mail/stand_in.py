"""A real SMTP server with TLS for tests, on free ports of this machine, with a certificate authority of its own.

Prints one JSON line: {"starttls": PORT, "tls": PORT, "ca": FILE}. Then each line of standard input is answered with one line: the
letters that came so far, as [{"to": [..], "data": TEXT}]. A user is `mailer` with the password `s3cret`.

What it does with a letter depends on the recipient: refused@ is answered 550, later@ is answered 451, slow@ is not answered.
Ends when its standard input does, so it never outlives whoever started it.
"""

import asyncio
import datetime
import ipaddress
import json
import ssl
import sys
import tempfile
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(subject: str, key, issuer: x509.Name, signer, is_ca: bool) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    )
    if not is_ca:
        names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(signer, hashes.SHA256())


def make_certificates(folder: Path) -> tuple[ssl.SSLContext, Path]:
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = certificate("Test authority", authority_key, name("Test authority"), authority_key, is_ca=True)
    leaf = certificate("localhost", key, authority.subject, authority_key, is_ca=False)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(authority.public_bytes(pem))
    (folder / "leaf.pem").write_bytes(leaf.public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "leaf.key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "leaf.pem", folder / "leaf.key")
    return context, folder / "ca.pem"


class Handler:
    def __init__(self) -> None:
        self.letters: list[dict] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "refused":
            return "550 5.1.1 no such box here"
        if local == "later":
            return "451 4.3.0 try again later"
        if local == "slow":
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append({"to": envelope.rcpt_tos, "data": envelope.content.decode("utf-8", "replace")})
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data) -> AuthResult:
    return AuthResult(success=data.login == b"mailer" and data.password == b"s3cret", handled=False)


async def serve() -> None:
    with tempfile.TemporaryDirectory() as folder:
        context, ca = make_certificates(Path(folder))
        handler, loop = Handler(), asyncio.get_running_loop()
        common = {"authenticator": authenticate, "auth_required": True, "hostname": "localhost"}
        upgraded = lambda: SMTP(handler, tls_context=context, require_starttls=True, auth_require_tls=True, **common)  # noqa: E731
        wrapped = lambda: SMTP(handler, auth_require_tls=False, **common)  # noqa: E731
        starttls = await loop.create_server(upgraded, "127.0.0.1", 0)
        tls = await loop.create_server(wrapped, "127.0.0.1", 0, ssl=context)
        ports = [server.sockets[0].getsockname()[1] for server in (starttls, tls)]
        print(json.dumps({"starttls": ports[0], "tls": ports[1], "ca": str(ca)}), flush=True)
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while await reader.readline():
            print(json.dumps(handler.letters), flush=True)


if __name__ == "__main__":
    asyncio.run(serve())
