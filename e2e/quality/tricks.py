"""Ways to write a value so that a plain search misses it. Each answers what stands in the text instead of the value."""

from __future__ import annotations

import base64
import html
import urllib.parse
from random import Random

DIGIT_TYPES = {"credit_card", "ssn", "aadhaar", "iban", "us_bank_account", "aba_routing"}
EMAIL_TRICKS = {"homoglyph", "brackets"}


def fits(trick: str, kind: str) -> bool:
    return kind == "email" if trick in EMAIL_TRICKS else kind in DIGIT_TYPES


def _digits(value: str, zero: int) -> str:
    return "".join(chr(zero + int(char)) if char.isascii() and char.isdigit() else char for char in value)


def _sprinkled(rng: Random, value: str, char: str) -> str:
    """Puts an invisible character at two places inside."""
    for _ in range(2):
        at = rng.randint(1, len(value) - 1)
        value = value[:at] + char + value[at:]
    return value


def apply(rng: Random, trick: str, value: str) -> str:
    match trick:
        case "fullwidth":
            return _digits(value, 0xFF10)
        case "bold-digits":
            return _digits(value, 0x1D7CE)
        case "arabic-digits":
            return _digits(value, 0x0660)
        case "zero-width":
            return _sprinkled(rng, value, "\u200b")
        case "soft-hyphen":
            return _sprinkled(rng, value, "\u00ad")
        case "word-joiner":
            return _sprinkled(rng, value, "\u2060")
        case "en-dash":
            return value.replace("-", "\u2013").replace(" ", "\u2013")
        case "minus-sign":
            return value.replace("-", "\u2212").replace(" ", "\u2212")
        case "url":
            return urllib.parse.quote(value, safe="")
        case "html":
            return "".join(f"&#{ord(char)};" if char.isdigit() and rng.random() < 0.5 else char for char in value)
        case "devanagari-digits":
            return _digits(value, 0x0966)
        case "keycap":
            return "".join(f"{char}\ufe0f\u20e3" if char.isdigit() else char for char in value)
        case "strike":
            return "".join(f"{char}\u0336" if char.isdigit() else char for char in value)
        case "non-joiner":
            return _sprinkled(rng, value, "\u200c")
        case "json-escape":
            return "".join(f"\\u{ord(char):04x}" if char.isdigit() and rng.random() < 0.5 else char for char in value)
        case "twice-url":
            return "".join(f"%25{ord(char):02X}" for char in value) if value.isascii() else value
        case "hex-entity":
            return "".join(f"&#x{ord(char):x};" if char.isdigit() and rng.random() < 0.5 else char for char in value)
        case "base64":
            return base64.b64encode(value.encode()).decode() if value.isascii() else value
        case "homoglyph":
            return value.translate({ord("a"): "\u0430", ord("o"): "\u043e", ord("e"): "\u0435"})
        case "brackets":
            local, _, domain = value.partition("@")
            return f"{local} [at] {domain.replace('.', ' [dot] ')}"
    raise ValueError(trick)


def carry(carrier: str, payload: str) -> str:
    """The attack or harmless text in what brings it to a server."""
    quoted = payload.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    match carrier:
        case "bare":
            return payload
        case "param":
            return f"id={payload}"
        case "url":
            return f"https://shop.example.com/item?id={urllib.parse.quote(payload)}&page=2"
        case "double-url":
            return f"/search?q={urllib.parse.quote(urllib.parse.quote(payload))}"
        case "json":
            return f'{{"filter": "{quoted}", "limit": 20}}'
        case "nested-json":
            inner = f'{{"where": "{quoted}"}}'.replace("\\", "\\\\").replace('"', '\\"')
            return f'{{"args": "{inner}"}}'
        case "tool-call":
            return f'{{"tool": "db.lookup", "arguments": {{"key": "{quoted}"}}}}'
        case "statement":
            return f'{{"tool": "sql.run", "arguments": {{"statement": "{quoted}"}}}}'
        case "note":
            return f'{{"from": "Ann", "message": "{quoted}"}}'
        case "prompt":
            return f"Please look up the customer whose id is {payload}"
        case "form":
            return f"name=Ann&city={urllib.parse.quote_plus(payload)}&go=1"
        case "header":
            return f"X-Customer: {payload}"
        case "cookie":
            return f"Cookie: theme=dark; uid={urllib.parse.quote(payload, safe='')}; lang=en"
        case "xml":
            return f"<request><customer>{html.escape(payload)}</customer></request>"
        case "yaml":
            return "lookup:\n  customer: >-\n    " + payload.replace("\n", "\n    ") + "\n  limit: 5\n"
        case "html-attribute":
            return f'<input type="hidden" name="id" value="{html.escape(payload)}">'
        case "escaped-json":
            escaped = "".join(char if char.isalnum() or char == " " else f"\\u{ord(char):04x}" for char in payload)
            return f'[{{"op": "find", "value": "{escaped}"}}]'
        case "base64":
            return f"state={base64.b64encode(payload.encode()).decode()}"
        case "path":
            return f"https://api.example.org/v1/customers/{urllib.parse.quote(payload, safe='')}/orders"
        case "sentence":
            return f"Show me everything about customer {payload}"
    raise ValueError(carrier)
