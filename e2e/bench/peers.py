"""Measures one other detector on our texts and prints microseconds per kB: peers.py NAME FOLDER"""

from __future__ import annotations

import logging
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path


def datafog() -> Callable[[str], object]:
    import datafog

    return datafog.scan


def datafog_core() -> Callable[[str], object]:
    import datafog_core

    return datafog_core.scan


def scrubadub() -> Callable[[str], object]:
    import scrubadub

    return scrubadub.Scrubber().clean


def presidio_analyzer() -> Callable[[str], object]:
    """With a blank pipeline: tokens and nothing that was learned, which is its fastest form."""
    import spacy
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):
        def load(self) -> None:
            self.nlp = {"en": spacy.blank("en")}

    engine = AnalyzerEngine(nlp_engine=Blank(models=[{"lang_code": "en", "model_name": "blank"}]), supported_languages=["en"])
    return lambda text: engine.analyze(text=text, language="en")


def libinjection_python() -> Callable[[str], object]:
    import libinjection

    return lambda text: libinjection.is_sql_injection(text)


def median_micros(scan: Callable[[str], object], text: str) -> float:
    times, until = [], time.monotonic() + 2
    scan(text)
    while len(times) < 3 or (len(times) < 200 and time.monotonic() < until):
        began = time.perf_counter()
        scan(text)
        times.append((time.perf_counter() - began) * 1e6)
    return statistics.median(times)


def main() -> int:
    warnings.simplefilter("ignore")
    # Some ask the network for lists and say at length that it is not there.
    logging.disable(logging.CRITICAL)
    name, folder = sys.argv[1], Path(sys.argv[2])
    word = name.replace("-", "_")
    scan = globals()[word]()
    looks_for_sql = word.startswith("libinjection")
    for file in ["query-2k.txt"] if looks_for_sql else ["clean-2k.txt", "pii-2k.txt"]:
        text = (folder / file).read_text(encoding="utf-8")
        micros = median_micros(scan, text)
        kind = file.removesuffix(".txt").replace("-", "_")
        print(f"bench: peer_{word}_{kind}_us_per_kb={micros / (len(text.encode()) / 1000):.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
