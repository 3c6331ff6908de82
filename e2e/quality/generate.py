"""Labelled texts from templates: the same seed gives the same texts. `tuned` may be tuned on; `held` has other templates,
languages, separators and tricks, and nobody tunes on it; `sealed` has others again, and is looked at least.

    generate.py pii|sqli tuned|held|sealed [--count N] [--seed N]    prints JSON lines
"""

from __future__ import annotations

import argparse
import json
import string
import sys
import uuid
from collections.abc import Iterator
from random import Random
from types import ModuleType

import held
import people
import sealed
import tricks
import tuned
import values

PARTS: dict[str, ModuleType] = {"tuned": tuned, "held": held, "sealed": sealed}
# Types that people write in groups.
GROUPED = {"credit_card", "iban", "ssn", "aadhaar"}


def value_of(rng: Random, part: ModuleType, kind: str, language: str) -> str:
    match kind:
        case "email":
            return people.email(rng, part.EMAILS, part.DOMAINS)
        case "phone":
            return people.phone(rng, part.PHONES, part.PHONE_SEPARATORS)
        case "date_of_birth":
            return people.date(rng, language, part.DATES)
        case "credit_card":
            plain, groups = values.credit_card(rng, part.CARDS)
        case "iban":
            plain, groups = values.iban(rng, part.IBANS)
        case "nric" | "fin":
            plain, groups = values.singapore_person(rng, "ST" if kind == "nric" else "FGM")
        case _:
            plain, groups = getattr(values, kind)(rng)
    return separated(rng, part, kind, plain, groups)


def separated(rng: Random, part: ModuleType, kind: str, plain: str, groups: tuple[int, ...]) -> str:
    if kind not in GROUPED:
        return plain
    separator = rng.choice(part.SEPARATORS)
    pieces, at = [], 0
    for size in groups:
        pieces.append(plain[at : at + size])
        at += size
    return separator.join(pieces)


def positive(rng: Random, part: ModuleType) -> dict:
    language = "en" if rng.random() < 0.5 else rng.choice(part.LANGUAGES)
    tags = [f"lang:{language}"] if language != "en" else []
    trick = rng.choice(part.TRICKS) if rng.random() < 0.25 else None
    text, spans = "", []
    for _ in range(rng.choice([1, 1, 2, 3])):
        spoken = [kind for kind, templates in part.TEMPLATES.items() if language in templates]
        kind = rng.choice(spoken if language != "en" else list(part.TEMPLATES))
        value = value_of(rng, part, kind, language)
        if trick and tricks.fits(trick, kind):
            value = tricks.apply(rng, trick, value)
            tags.append(f"evasion:{trick}")
        before, after = rng.choice(part.TEMPLATES[kind][language]).replace("{{", "{").replace("}}", "}").split("{v}")
        joint = "" if not text else rng.choice(["\n", " ", "\n\n"])
        start = len(text) + len(joint) + len(before)
        text += joint + before + value + after
        spans.append({"start": start, "end": start + len(value), "type": kind})
    return {"text": text, "spans": spans, "kind": "positive", "tags": sorted(set(tags))}


class Filler(string.Formatter):
    """Fills {d:9} with nine digits, {hex:40} with forty, and the names of look-alikes that are wrong."""

    def __init__(self, rng: Random, part: ModuleType) -> None:
        self.rng, self.part = rng, part

    def get_value(self, key: int | str, args: object, kwargs: object) -> str:
        return str(key)

    def format_field(self, value: str, spec: str) -> str:
        rng = self.rng
        match value:
            case "d":
                return values.no_number(rng, int(spec))
            case "d1":
                return rng.choice("123456789")
            case "mm":
                return f"{rng.randint(0, 59):02d}"
            case "hex":
                return "".join(rng.choice("0123456789abcdef") for _ in range(int(spec)))
            case "uuid":
                return str(uuid.UUID(int=rng.getrandbits(128), version=4))
            case "badcard":
                card, _ = values.credit_card(rng, self.part.CARDS)
                return card[:-1] + str((int(card[-1]) + rng.randint(1, 9)) % 10)
            case "badiban":
                iban, _ = values.iban(rng, self.part.IBANS)
                return f"{iban[:2]}{(int(iban[2:4]) + 1) % 97:02d}{iban[4:]}"
        raise ValueError(value)


def pii(rng: Random, part: ModuleType, count: int) -> Iterator[dict]:
    for _ in range(count):
        roll = rng.random()
        if roll < 0.6:
            yield positive(rng, part)
        elif roll < 0.85:
            yield {"text": Filler(rng, part).format(rng.choice(part.NEGATIVES)), "spans": [], "kind": "hard-negative", "tags": []}
        else:
            text = " ".join(rng.sample(part.CLEAN, rng.randint(1, 3)))
            yield {"text": text, "spans": [], "kind": "clean", "tags": []}


def sqli(rng: Random, part: ModuleType, count: int) -> Iterator[dict]:
    for _ in range(count):
        names = {"n": rng.randint(1, 9999), "m": rng.randint(1, 9999), "t": rng.choice(part.TABLES), "c": rng.choice(part.COLUMNS)}
        carrier = rng.choice(part.CARRIERS)
        if rng.random() < 0.5:
            category = rng.choice(list(part.ATTACKS))
            text = filled(rng.choice(part.ATTACKS[category]), names)
            yield {"text": tricks.carry(carrier, text), "label": "sqli", "category": category, "form": carrier}
        else:
            template = rng.choice(part.BENIGN)
            kind = "query" if template.split()[0].upper() in SQL_VERBS else "prose"
            text = filled(template, names)
            carried = text if rng.random() < 0.5 else tricks.carry("statement" if kind == "query" else "note", text)
            yield {"text": carried, "label": "benign", "category": "none", "form": kind}


SQL_VERBS = {"SELECT", "WITH", "UPDATE", "INSERT", "MERGE", "EXPLAIN", "CREATE"}


def filled(template: str, names: dict[str, object]) -> str:
    """Only the four names are slots: an attack may hold any other brace."""
    for name, value in names.items():
        template = template.replace(f"{{{name}}}", str(value))
    return template


def cases(subject: str, part: str, count: int, seed: int) -> list[dict]:
    rng = Random(f"{subject}/{part}/{seed}")
    make = pii if subject == "pii" else sqli
    return [{"id": f"{part}-{number}", **case} for number, case in enumerate(make(rng, PARTS[part], count))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subject", choices=["pii", "sqli"])
    parser.add_argument("part", choices=list(PARTS))
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for case in cases(args.subject, args.part, args.count, args.seed):
        sys.stdout.write(json.dumps(case, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
