"""Judges the detector on labelled texts that lie outside of the project, with the scorer that lies beside them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import score


def judge(binary: str, folder: Path) -> dict[str, float]:
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as kept:
        for subject in ("pii", "sqli"):
            gold = folder / subject / "dev.jsonl.gz"
            predicted, result = Path(kept) / f"{subject}.jsonl", Path(kept) / f"{subject}.json"
            with gzip.open(gold) as texts, predicted.open("wb") as out:
                subprocess.run([binary, "detect", subject, "--jsonl"], input=texts.read(), stdout=out, check=True)
            command = [sys.executable, str(folder / "score.py"), subject, str(gold), str(predicted), "--json", str(result)]
            if subject == "pii":
                command += ["--types", ",".join(types(gold))]
            print(f"\n{subject}, {folder / 'score.py'}:", flush=True)
            subprocess.run(command, check=True)
            figures |= read(subject, json.loads(result.read_text()))
            if subject == "sqli":
                figures |= alarms(gold, predicted)
    return figures


def types(gold: Path) -> list[str]:
    """All that are labelled, but postal addresses, which nobody claims to find."""
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        labelled = {span["type"] for line in lines for span in json.loads(line)["spans"]}
    return sorted(labelled - {"address"})


def alarms(gold: Path, predicted: Path) -> dict[str, float]:
    """Shares of harmless queries and of other harmless texts that were flagged; the scorer has only both together."""
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    for case in cases:
        case["form"] = "query" if case["form"].startswith("sql") else "other"
    answers = {answer["id"]: answer for answer in map(json.loads, predicted.read_text(encoding="utf-8").splitlines())}
    scored = score.sqli(cases, answers)
    return {f"corpora_sqli_alarms_on_{kind}": scored.share_of_alarms(kind) for kind in ("query", "other")}


def read(subject: str, result: dict) -> dict[str, float]:
    if subject == "pii":
        return {
            "corpora_pii_f1_exact": result["micro_exact"][2],
            "corpora_pii_f1_partial": result["micro_partial"][2],
            "corpora_pii_hard_negatives_flagged": result["flagged_hard-negative"],
            "corpora_pii_clean_flagged": result["flagged_clean"],
        } | {f"corpora_pii_{kind}_f1_exact": scores["exact"][2] for kind, scores in result.items() if isinstance(scores, dict)}
    return {f"corpora_sqli_{name}": value for name, value in result.items() if isinstance(value, float)}
