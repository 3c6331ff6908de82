"""Seeded secrets are nowhere in clear: not in a dump of the database, not in the logs, not in an answer (TC-24, TC-25,
AX-16..AX-18). Each is looked for as text, as hexadecimal and in base64, wherever in a longer text it may begin."""

import base64
import http.client
import json
import secrets
import subprocess
import urllib.parse

import pytest
from harness import Server, totp
from test_golden_path import raw

# A value that detection finds, in a call that has to wait: the exact call is sealed, everything else is redacted.
DETECTED = "536-90-4399"
HELD = {"stage": "tool", "query": f"Refund 4250 EUR to the customer with SSN {DETECTED}.", "target": {"tool": "payments/refund"}}


def forms(secret: bytes) -> set[str]:
    """Every form in which the bytes would be readable by whoever sees the text."""
    # In base64 three bytes make four characters, so a value inside a longer one begins in one of three ways; the characters
    # at either end depend on the neighbours.
    found = {secret.hex()}
    for lead in range(3):
        encoded = base64.b64encode(b"\0" * lead + secret).decode()
        start, end = (lead * 8 + 5) // 6, (lead + len(secret)) * 8 // 6
        found |= {encoded[start:end], encoded[start:end].replace("+", "-").replace("/", "_")}
    try:
        found.add(secret.decode())
    except UnicodeDecodeError:
        pass
    return found


class Browser:
    """As much of a browser as forms without scripts need."""

    def __init__(self, server: Server) -> None:
        self.server, self.cookie, self.seen = server, "", []

    def ask(self, method: str, path: str, fields: dict | None = None) -> str:
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        headers = {"Host": f"localhost:{self.server.port}", "Origin": self.server.url, "Accept": "text/html", "Cookie": self.cookie}
        headers |= {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        line.request(method, path, urllib.parse.urlencode(fields or {}), headers)
        answer = line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            if cookie.startswith("__Host-axonflow="):
                self.cookie = cookie.split(";")[0]
        text = answer.read().decode(errors="replace")
        self.seen.append((f"{method} {path}", f"{answer.headers.get('Location', '')} {text}"))
        assert answer.status < 400, f"{method} {path}: {answer.status} {text[:500]}"
        return text

    def sign_in(self, person: dict) -> None:
        self.ask("POST", "/fn/session/sign-in", {"email": person["email"], "password": person["password"]})
        self.ask("POST", "/fn/session/factor", {"code": totp(person["totp_secret"])})


@pytest.fixture(scope="module")
def vault_key():
    return secrets.token_bytes(32)


@pytest.fixture(scope="module")
def watched(vault_key):
    """A service that logs more than it would, under a key that is given to it."""
    patch = pytest.MonkeyPatch()
    patch.setenv("CONNECTOR_ENCRYPTION_KEY", vault_key.hex())
    with Server(args=["--log", "debug"]) as running:
        yield running
    patch.undo()


@pytest.fixture(scope="module")
def used(watched, vault_key):
    """Uses every kind of secret once; says what they are and what was answered meanwhile."""
    acme = watched.org("acme")
    held = json.loads(raw(watched, acme, "POST", "/api/v1/decide", HELD)[1])
    assert held["verdict"] == "needs_approval", held
    rolled = json.loads(watched.run("key", "roll", acme["client_id"], "--org", "acme", "--json").stdout)
    acme = acme | {"client_secret": rolled["client_secret"]}
    browser = Browser(watched)
    browser.sign_in(acme["owner"])
    for page in ("home", "approvals", f"approvals/{held['pending_approval']['approval_id']}", "decisions", f"decisions/{held['decision_id']}", "keys", "evidence"):
        browser.ask("GET", f"/o/acme/{page}")
    browser.ask("GET", "/account")
    for method, path, body in (
        ("GET", "/api/v1/hitl/queue", None),
        ("GET", f"/api/v1/hitl/queue/{held['pending_approval']['approval_id']}", None),
        ("GET", "/api/v1/static-policies", None),
        ("POST", "/api/v1/audit/search", {"limit": 100}),
        ("GET", f"/api/v1/decisions/{held['decision_id']}/explain", None),
    ):
        browser.seen.append((path, raw(watched, acme, method, path, body)[1].decode()))
    known = {"the vault's key": vault_key, "a value in a held call": DETECTED.encode(), "a session": browser.cookie.split("=")[1].encode()}
    known |= {"an API key": acme["client_secret"].encode(), "the API key before": watched.org("acme")["client_secret"].encode()}
    for org in watched.demo["orgs"]:
        for role in ("owner", "approver", "viewer"):
            known[f"password of {org['slug']}'s {role}"] = org[role]["password"].encode()
            seed = org[role]["totp_secret"]
            known[f"authenticator of {org['slug']}'s {role}"] = base64.b32decode(seed + "=" * (-len(seed) % 8))
            known[f"authenticator of {org['slug']}'s {role} as shown"] = seed.encode()
    return known, browser.seen


def leaks(known: dict[str, bytes], text: str) -> list[str]:
    lower = text.lower()
    return [name for name, secret in known.items() for form in forms(secret) if form in text or form == secret.hex() and form in lower]


def test_the_search_finds_what_it_looks_for():
    secret = secrets.token_bytes(20)
    for lead in range(3):
        hidden = base64.b64encode(secrets.token_bytes(lead) + secret + b"tail").decode()
        assert leaks({"it": secret}, f"x {hidden} y"), lead
    assert leaks({"it": secret}, secret.hex().upper()) and leaks({"it": b"hunter-2-hunter"}, "say hunter-2-hunter!")
    assert not leaks({"it": secret}, secrets.token_hex(2000))


def test_a_dump_of_the_database_holds_no_secret(watched, used):
    url = watched.run("db", "url", "--role", "superuser").stdout.strip()
    dump = subprocess.run(["pg_dump", url], capture_output=True, text=True, check=True, timeout=60).stdout

    assert "call_sealed" in dump and "totp_sealed" in dump and watched.org("acme")["owner"]["email"] in dump
    assert leaks(used[0], dump) == []


def test_the_logs_hold_no_secret(watched, used):
    log = (watched.data_dir / "server.log").read_text(errors="replace")
    database = (watched.data_dir / "data" / "postgres.log").read_text(errors="replace")

    assert '"level":"DEBUG"' in log and "/fn/session/sign-in" in log
    # With demonstration data, how to sign in is printed for whoever started it, before the first request.
    printed, _, rest = log.partition("axonflow::request")
    assert leaks(used[0], rest) == [] and leaks(used[0], database) == []
    assert leaks({"the vault's key": used[0]["the vault's key"]}, printed) == []


def test_no_answer_holds_a_secret(used):
    known, answers = used
    assert len(answers) > 12
    assert [(path, leaks(known, text)) for path, text in answers if leaks(known, text)] == []


def test_a_dump_without_the_key_opens_nothing(watched, used):
    other = {"CONNECTOR_ENCRYPTION_KEY": secrets.token_hex(32)}
    patch = pytest.MonkeyPatch()
    for name, value in other.items():
        patch.setenv(name, value)
    checked = watched.run("doctor", "--json")
    patch.undo()

    keys = next(check for check in json.loads(checked.stdout)["checks"] if check["name"] == "keys")
    assert not keys["ok"] and "is not configured here" in keys["detail"]
