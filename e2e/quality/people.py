"""Made-up addresses, telephone numbers and birthdays in the forms that a language or country writes them."""

from __future__ import annotations

from random import Random

from values import digits

# National significant number patterns that are in use: calling code, trunk prefix, beginnings, digits after them, grouping.
PHONES = {
    "US": ("1", "", ["201", "312", "415", "646", "813"], 7, (3, 3, 4)),
    "DE": ("49", "0", ["30", "89", "170", "151"], 8, (2, 4, 4)),
    "FR": ("33", "0", ["1", "6", "7"], 8, (1, 2, 2, 2, 2)),
    "ES": ("34", "", ["612", "655", "911", "934"], 6, (3, 3, 3)),
    "GB": ("44", "0", ["20 7", "7400", "7911"], 0, ()),
    "IN": ("91", "0", ["98", "99", "70"], 8, (5, 5)),
    "SG": ("65", "", ["8", "9", "6"], 7, (4, 4)),
    "IT": ("39", "", ["320", "347", "333"], 7, (3, 3, 4)),
    "NL": ("31", "0", ["6"], 8, (1, 4, 4)),
    "PT": ("351", "", ["91", "93", "96"], 7, (3, 3, 3)),
    "SE": ("46", "0", ["70", "73", "76"], 7, (2, 3, 2, 2)),
    "BR": ("55", "0", ["119", "219"], 8, (2, 5, 4)),
    "JP": ("81", "0", ["90", "80"], 8, (2, 4, 4)),
    "AU": ("61", "0", ["4"], 8, (3, 3, 3)),
    "CH": ("41", "0", ["76", "78", "79"], 7, (2, 3, 2, 2)),
    "PL": ("48", "", ["501", "512", "600"], 6, (3, 3, 3)),
    "MX": ("52", "", ["55", "33", "81"], 8, (2, 4, 4)),
    "ZA": ("27", "0", ["72", "82", "83"], 7, (2, 3, 4)),
    "KR": ("82", "0", ["10"], 8, (2, 4, 4)),
    "DK": ("45", "", ["20", "31", "40"], 6, (2, 2, 2, 2)),
    "TR": ("90", "0", ["532", "542", "505"], 7, (3, 3, 2, 2)),
}


def phone(rng: Random, countries: list[str], separators: list[str]) -> str:
    country = rng.choice(countries)
    code, trunk, starts, rest, groups = PHONES[country]
    if country == "GB":
        number, groups = rng.choice([("7" + rng.choice(["400", "911", "700"]) + digits(rng, 6), (4, 6)), ("207946" + f"0{digits(rng, 3)}", (2, 4, 4))])
    else:
        start = rng.choice(starts)
        number = start + rng.choice("23456789") + digits(rng, rest - 1)
    separator = rng.choice(separators)
    parts, at = [], 0
    for size in groups:
        parts.append(number[at : at + size])
        at += size
    if at < len(number):
        parts[-1] += number[at:]
    if country == "US" and rng.random() < 0.5:
        area, exchange, line = parts
        return rng.choice([f"({area}) {exchange}-{line}", f"{area}-{exchange}-{line}", f"+1 {area}{separator}{exchange}{separator}{line}"])
    if trunk and rng.random() < 0.4:
        return trunk + separator.join(parts)
    return f"+{code}{separator or ' '}{separator.join(parts)}"


FIRST = ["anna", "jonas", "maria", "pierre", "li", "omar", "sofia", "ravi", "chen", "nora"]
LAST = ["keller", "rossi", "novak", "dubois", "garcia", "olsen", "tan", "patel", "moreau", "weber"]


def email(rng: Random, forms: list[str], domains: list[str]) -> str:
    first, last, domain = rng.choice(FIRST), rng.choice(LAST), rng.choice(domains)
    form = rng.choice(forms)
    local = {
        "dot": f"{first}.{last}",
        "short": f"{first[0]}{last}{rng.randint(1, 99)}",
        "plus": f"{first}+{rng.choice(['news', 'invoice', 'q3'])}",
        "quoted": f'"{first} {last}"',
        "under": f"{last}_{first}",
        "slash": f"{first}/{last}={rng.randint(1, 9)}",
        "quoted-at": f'"{first}@{last}"',
        "initials": f"{first[0]}.{last[0]}.{last}",
        "digits-first": f"{len(first)}{len(last)}{first}",
        "dash": f"{first}-{last}",
        "capitals": f"{first.title()}.{last.title()}",
        "apostrophe": f"o'{last}",
    }[form]
    return f"{local}@{domain}"


MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "sv": "januari februari mars april maj juni juli augusti september oktober november december".split(),
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split(),
    "da": "januar februar marts april maj juni juli august september oktober november december".split(),
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince".split(),
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta".split(),
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık".split(),
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(),
}


def date(rng: Random, language: str, forms: list[str]) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1938, 2006)
    name = MONTHS[language][month - 1]
    return {
        "iso": f"{year}-{month:02d}-{day:02d}",
        "dots": f"{day:02d}.{month:02d}.{year}",
        "slashes": f"{day:02d}/{month:02d}/{year}",
        "us": f"{month}/{day}/{year}",
        "words": f"{day} {name} {year}" if language not in ("de",) else f"{day}. {name} {year}",
        "month-first": f"{name} {day}, {year}",
        "compact-dash": f"{day}-{month}-{year}",
        "year-slash": f"{year}/{month:02d}/{day:02d}",
        "short-month": f"{day}-{name[:3]}-{year}",
        "ordinal": f"{day}{ordinal(day)} of {name} {year}" if language == "en" else f"{day}. {name} {year}",
        "loose-dots": f"{day}. {month}. {year}",
        "short-year": f"{day:02d}/{month:02d}/{year % 100:02d}",
        "eight": f"{year}{month:02d}{day:02d}",
        "month-dash": f"{year}-{MONTHS['en'][month - 1][:3]}-{day:02d}",
    }[rng.choice(forms)]


def ordinal(day: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
