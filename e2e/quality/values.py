"""Made-up values that are valid by their own rules: checksums, area rules, formats. Nobody's data."""

from __future__ import annotations

import string
from random import Random

UPPER, DIGITS = string.ascii_uppercase, string.digits


def digits(rng: Random, count: int) -> str:
    return "".join(rng.choice(DIGITS) for _ in range(count))


def luhn_digit(body: str) -> str:
    total = 0
    for place, char in enumerate(reversed(body)):
        doubled = int(char) * (2 - place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


# Prefixes, length, grouping.
CARDS = {
    "visa": (["4"], 16, (4, 4, 4, 4)),
    "mastercard": (["51", "52", "53", "54", "55", "2221", "2500", "2720"], 16, (4, 4, 4, 4)),
    "amex": (["34", "37"], 15, (4, 6, 5)),
    "discover": (["6011", "65"], 16, (4, 4, 4, 4)),
    "jcb": (["3528", "3566", "3589"], 16, (4, 4, 4, 4)),
    "diners": (["36", "38"], 14, (4, 6, 4)),
    "unionpay": (["621", "6222", "6258"], 19, (4, 4, 4, 4, 3)),
    "maestro": (["5018", "6759", "6304"], 16, (4, 4, 4, 4)),
    "mir": (["2200", "2202", "2204"], 16, (4, 4, 4, 4)),
    "rupay": (["6521", "6528", "5085"], 16, (4, 4, 4, 4)),
}


def credit_card(rng: Random, brands: list[str]) -> tuple[str, tuple[int, ...]]:
    prefixes, length, groups = CARDS[rng.choice(brands)]
    body = rng.choice(prefixes)
    body += digits(rng, length - 1 - len(body))
    return body + luhn_digit(body), groups


# National part: n digits, a letters, c letters or digits.
IBANS = {
    "DE": "18n", "GB": "4a14n", "FR": "10n11c2n", "ES": "20n", "CH": "5n12c", "AT": "16n", "BE": "12n", "DK": "14n",
    "NL": "4a10n", "IT": "1a10n12c", "PT": "21n", "PL": "24n", "SE": "20n", "IE": "4a14n", "FI": "14n", "NO": "11n", "AE": "19n",
    "HU": "24n", "CZ": "20n", "RO": "4a16c", "GR": "7n16c", "TR": "6n16c", "LT": "16n", "SA": "2n18c", "MT": "4a5n18c", "HR": "17n",
}  # fmt: skip


def iban(rng: Random, countries: list[str]) -> tuple[str, tuple[int, ...]]:
    country = rng.choice(countries)
    part, count = "", ""
    for char in IBANS[country]:
        if char.isdigit():
            count += char
            continue
        pool = {"n": DIGITS, "a": UPPER, "c": DIGITS + UPPER}[char]
        part += "".join(rng.choice(pool) for _ in range(int(count)))
        count = ""
    spelled = "".join(str(int(char, 36)) for char in part + country + "00")
    value = f"{country}{98 - int(spelled) % 97:02d}{part}"
    return value, (4,) * (len(value) // 4) + ((len(value) % 4,) if len(value) % 4 else ())


def us_bank_account(rng: Random) -> tuple[str, tuple[int, ...]]:
    value = rng.choice("123456789") + digits(rng, rng.choice([7, 8, 9, 10, 11, 12]) - 1)
    return value, (len(value),)


def aba_routing(rng: Random) -> tuple[str, tuple[int, ...]]:
    body = rng.choice(["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "31", "32"]) + digits(rng, 6)
    weights = (3, 7, 1, 3, 7, 1, 3, 7)
    check = -sum(int(d) * w for d, w in zip(body, weights)) % 10
    return f"{body}{check}", (9,)


def ssn(rng: Random) -> tuple[str, tuple[int, ...]]:
    area = rng.choice([n for n in range(1, 900) if n != 666])
    return f"{area:03d}{rng.randint(1, 99):02d}{rng.randint(1, 9999):04d}", (3, 2, 4)


VERHOEFF_D = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6], [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1], [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
]  # fmt: skip
VERHOEFF_P = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4], [5, 8, 0, 3, 7, 9, 6, 1, 4, 2], [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0], [4, 2, 8, 6, 5, 7, 3, 9, 0, 1], [2, 7, 9, 3, 8, 0, 6, 4, 1, 5], [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
]  # fmt: skip


def aadhaar(rng: Random) -> tuple[str, tuple[int, ...]]:
    body = rng.choice("23456789") + digits(rng, 10)
    state = 0
    for place, char in enumerate(reversed(body), 1):
        state = VERHOEFF_D[state][VERHOEFF_P[place % 8][int(char)]]
    return f"{body}{VERHOEFF_D[state].index(0)}", (4, 4, 4)


def is_verhoeff(value: str) -> bool:
    state = 0
    for place, char in enumerate(reversed(value)):
        state = VERHOEFF_D[state][VERHOEFF_P[place % 8][int(char)]]
    return state == 0


def no_number(rng: Random, count: int) -> str:
    """Digits that are no card and no Aadhaar by accident."""
    while True:
        value = rng.choice("123456789") + digits(rng, count - 1)
        if count < 12 or not (is_verhoeff(value) or luhn_digit(value[:-1]) == value[-1]):
            return value


def pan(rng: Random) -> tuple[str, tuple[int, ...]]:
    first = "".join(rng.choice(UPPER) for _ in range(3))
    return f"{first}{rng.choice('PCHABGJLFT')}{rng.choice(UPPER)}{digits(rng, 4)}{rng.choice(UPPER)}", (10,)


def singapore_person(rng: Random, series: str) -> tuple[str, tuple[int, ...]]:
    letter, body = rng.choice(series), digits(rng, 7)
    offset = {"S": 0, "T": 4, "F": 0, "G": 4, "M": 3}[letter]
    total = (sum(int(d) * w for d, w in zip(body, (2, 7, 6, 5, 4, 3, 2))) + offset) % 11
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "XWUTRQPNJLK"}[letter]
    return f"{letter}{body}{letters[total]}", (9,)


def uen(rng: Random) -> tuple[str, tuple[int, ...]]:
    form = rng.randrange(3)
    if form == 0:
        body, weights, letters = digits(rng, 8), (10, 4, 9, 3, 8, 2, 7, 1), "XMKECAWLJDB"
        value = body + letters[sum(int(d) * w for d, w in zip(body, weights)) % 11]
    elif form == 1:
        body, weights, letters = f"{rng.randint(1970, 2024)}{digits(rng, 5)}", (10, 8, 6, 4, 9, 7, 5, 3, 1), "ZKCMDNERGWH"
        value = body + letters[sum(int(d) * w for d, w in zip(body, weights)) % 11]
    else:
        alphabet, weights = "ABCDEFGHJKLMNPQRSTUVWX0123456789", (4, 3, 5, 3, 10, 2, 2, 5, 7)
        body = f"{rng.choice('TS')}{digits(rng, 2)}{rng.choice(['LL', 'LP', 'PF', 'SS', 'CC', 'FC'])}{digits(rng, 4)}"
        value = body + alphabet[(sum(alphabet.index(c) * w for c, w in zip(body, weights)) - 5) % 11]
    return value, (len(value),)


def passport(rng: Random) -> tuple[str, tuple[int, ...]]:
    return rng.choice(
        [
            rng.choice(UPPER) + digits(rng, 8),
            rng.choice("123456789") + digits(rng, 8),
            rng.choice(UPPER) + digits(rng, 7),
            f"{rng.choice('CFGHJK')}{digits(rng, 1)}{rng.choice('CFGHJKLMNPRTVWXYZ')}{digits(rng, 5)}{rng.choice(DIGITS)}",
            f"{digits(rng, 2)}{rng.choice(UPPER)}{rng.choice(UPPER)}{digits(rng, 5)}",
        ]
    ), (9,)


def booking_reference(rng: Random) -> tuple[str, tuple[int, ...]]:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    while True:
        value = "".join(rng.choice(letters + "23456789") for _ in range(6))
        if any(c.isdigit() for c in value) and any(c.isalpha() for c in value):
            return value, (6,)


def ip_address(rng: Random) -> tuple[str, tuple[int, ...]]:
    if rng.random() < 0.65:
        value = f"{rng.choice([23, 64, 81, 94, 151, 185, 203, 217])}.{rng.randint(1, 254)}.{rng.randint(0, 255)}.{rng.randint(1, 254)}"
    else:
        tail = ":".join(f"{rng.randint(1, 0xFFFF):x}" for _ in range(rng.choice([2, 3, 6])))
        value = f"2001:db8:{tail}" if tail.count(":") == 5 else f"2001:db8::{tail}"
    return value, (len(value),)
