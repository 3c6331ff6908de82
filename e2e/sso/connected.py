"""A started service whose organisation has a SAML connection and a proved domain, and a browser that goes through it."""

from __future__ import annotations

import html
import http.cookiejar
import json
import os
import re
import socket
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import Server  # noqa: E402

SIGNED_OUT = "signed out here and at your identity provider"


class Dns:
    """Answers TXT questions from a table; a name that is not in it does not exist."""

    def __init__(self) -> None:
        self.records: dict[str, str] = {}
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        os.environ["AXONFLOW_DNS_SERVER"] = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            query, asker = self.socket.recvfrom(1500)
            self.socket.sendto(self.answer(query), asker)

    def answer(self, query: bytes) -> bytes:
        at, labels = 12, []
        while query[at]:
            labels.append(query[at + 1 : at + 1 + query[at]].decode().lower())
            at += 1 + query[at]
        text = self.records.get(".".join(labels), "").encode()
        head = query[:2] + bytes([0x85, 0x80 if text else 0x83, 0, 1, 0, 1 if text else 0, 0, 0, 0, 0])
        record = bytes([0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, len(text) + 1, len(text)]) + text
        return head + query[12 : at + 5] + (record if text else b"")


class Stay(urllib.request.HTTPRedirectHandler):
    """Lets the caller see where it would be sent."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Page:
    status: int
    url: str
    text: str
    location: str
    cookies: list[str]

    @property
    def session(self) -> bool:
        return any(cookie.startswith("__Host-axonflow=") for cookie in self.cookies)


class Browser:
    """Keeps cookies as a browser does, also the secure ones of this machine; follows no redirect by itself."""

    def __init__(self) -> None:
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("https", "http"))
        self.jar = http.cookiejar.CookieJar(policy)
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), Stay)

    def open(self, url: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> Page:
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(url, data=body, headers={"accept": "text/html"} | (headers or {}))
        try:
            with self.opener.open(request, timeout=30) as answer:
                return page(answer)
        except urllib.error.HTTPError as answer:
            return page(answer)

    def follow(self, url: str, form: dict[str, str] | None = None) -> Page:
        """Goes on where it is sent, and sends the forms that pages send by themselves."""
        at = self.open(url, form)
        for _ in range(20):
            if at.location:
                at = self.open(urllib.parse.urljoin(at.url, at.location))
            elif fields := auto_form(at.text):
                at = self.open(urllib.parse.urljoin(at.url, fields[0]), fields[1])
            else:
                return at
        raise RuntimeError(f"no end in sight at {at.url}")


def page(answer) -> Page:
    text = answer.read().decode(errors="replace")
    return Page(answer.status, answer.url, text, answer.headers.get("location", ""), answer.headers.get_all("set-cookie") or [])


def auto_form(text: str) -> tuple[str, dict[str, str]] | None:
    """A form with a SAML message, as a page holds it that sends it."""
    found = re.search(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', text, re.DOTALL)
    if not found or "SAMLRe" not in found.group(2):
        return None
    fields = {}
    for tag in re.findall(r"<input[^>]*>", found.group(2)):
        part = {name: html.unescape(value) for name, value in re.findall(r'(name|value)="([^"]*)"', tag)}
        if "name" in part:
            fields[part["name"]] = part.get("value", "")
    return html.unescape(found.group(1)), fields


@dataclass
class Connection:
    """A SAML connection of Acme to which a domain leads."""

    server: Server
    id: str

    def at(self, last: str, base: str | None = None) -> str:
        return f"{base or self.server.url}/auth/saml/acme/{self.id}/{last}"

    def metadata(self) -> str:
        return Browser().open(self.at("metadata")).text

    def from_the_provider(self) -> None:
        command(self.server, "sso", "idp-initiated", self.id, "--org", "acme", "on")

    def sign_out(self, browser: Browser) -> Page:
        """Signs out here; the page says how to go on to the provider."""
        headers = {"origin": self.server.url, "sec-fetch-site": "same-origin"}
        out = browser.open(f"{self.server.url}/fn/session/sign-out", {}, headers)
        return browser.open(urllib.parse.urljoin(self.server.url, out.location))

    def is_in(self, browser: Browser, base: str | None = None) -> bool:
        return browser.open(f"{base or self.server.url}/o/acme/decisions").status == 200


def command(server: Server, *words: str) -> dict:
    ran = server.run(*words, "--json")
    if ran.returncode:
        raise RuntimeError(f"{words}: {ran.stderr}")
    return json.loads(ran.stdout) if ran.stdout.strip() else {}


def connect(server: Server, dns: Dns, metadata: Path, domain: str) -> Connection:
    """Everything that an administrator would do: a connection, a proved domain that leads to it."""
    create = ["sso", "saml", "create", "--org", "acme", "--name", f"Provider of {domain}", "--metadata", str(metadata)]
    command(server, *create, "--default-role", "auditor")
    listed = command(server, "sso", "list", "--org", "acme")
    identifier = next(line["connection"] for line in listed if line["name"] == f"Provider of {domain}")
    added = command(server, "domain", "add", domain, "--org", "acme")
    dns.records[added["record"]["name"]] = added["record"]["value"]
    command(server, "domain", "verify", domain, "--org", "acme")
    command(server, "domain", "route", domain, "--org", "acme", "--connection", identifier, "--mode", "optional")
    return Connection(server, identifier)


def way_out(text: str) -> str:
    """Where the page after a sign-out leads on to."""
    found = re.search(r'href="(/auth/[^"]+/logout[^"]*)"', text)
    assert found, f"no way out: {text[:2000]}"
    return html.unescape(found.group(1))
