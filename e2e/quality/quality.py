"""Prints how well the detector finds what the generator hid: precision, recall and F1 by type, on the part that may be
tuned on and on the part that nobody tunes on; as `bench: name=value` lines too.

    quality.py --bin PATH [--count N] [--floor] [--misses N]

With AXONFLOW_CORPORA naming a folder with score.py and */dev.jsonl.gz, that folder's own scorer judges its texts as well.
--floor only checks that nothing is worse than it was."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import corpora  # noqa: E402
import generate  # noqa: E402
import score  # noqa: E402
from floors import FLOORS  # noqa: E402


def predict(binary: str, subject: str, cases: list[dict]) -> dict[str, dict]:
    lines = "".join(json.dumps({"id": case["id"], "text": case["text"]}) + "\n" for case in cases)
    done = subprocess.run([binary, "detect", subject, "--jsonl"], input=lines, capture_output=True, text=True, check=True)
    answers = {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}
    if len(answers) != len(cases):
        raise RuntimeError(f"{len(cases)} texts got {len(answers)} answers")
    return answers


def show_pii(part: str, scored: score.PiiScore) -> None:
    print(f"\npersonal data, {part}\n{'type':20} {'n':>5}  exact  P      R     F1   partial P      R     F1")
    for kind in sorted(scored.partial):
        hits = scored.partial[kind]
        print(f"{kind:20} {hits.right + hits.missed:5}  {scored.exact[kind]}    {hits}")
    print(f"{'all':20} {'':5}  {scored.micro(True)}    {scored.micro(False)}")
    for tag in sorted(scored.tagged):
        print(f"  found of {tag:22} {scored.tagged[tag].recall:.3f} of {scored.tagged[tag].right + scored.tagged[tag].missed}")


def pii(binary: str, part: str, count: int, misses: int) -> dict[str, float]:
    cases = generate.cases("pii", part, count, seed=1)
    answers = predict(binary, "pii", cases)
    scored = score.pii(cases, answers)
    show_pii(part, scored)
    for case in [case for case in cases if wrong(case, answers[case["id"]])][:misses]:
        print(f"  {case['text']!r}\n    labels {case['spans']}\n    found  {answers[case['id']]['spans']}")
    return {
        "f1_exact": scored.micro(True).f1,
        "f1_partial": scored.micro(False).f1,
        "hard_negatives_flagged": scored.share_flagged("hard-negative"),
        "clean_flagged": scored.share_flagged("clean"),
        "evasion_recall": scored.recall_of("evasion:"),
        "language_recall": scored.recall_of("lang:"),
    }


def wrong(case: dict, answer: dict) -> bool:
    places = [{(one["start"], one["end"], one["type"]) for one in listed} for listed in (case["spans"], answer["spans"])]
    return places[0] != places[1]


def sqli(binary: str, part: str, count: int, misses: int) -> dict[str, float]:
    cases = generate.cases("sqli", part, count, seed=1)
    answers = predict(binary, "sqli", cases)
    scored = score.sqli(cases, answers)
    print(f"\nSQL injection, {part}: P R F1 {scored.all}")
    for category, hits in sorted(scored.categories.items()):
        print(f"  recall of {category:22} {hits.recall:.3f} of {hits.right + hits.missed}")
    for kind, count_of in sorted(scored.benign.items()):
        print(f"  alarms on {kind:22} {scored.share_of_alarms(kind):.3f} of {count_of}")
    for case in [case for case in cases if case["label"] != answers[case["id"]]["label"]][:misses]:
        print(f"  {case['label']:7} {case['category']:20} {case['text']!r}")
    return {
        "f1": scored.all.f1,
        "lowest_category_recall": min(hits.recall for hits in scored.categories.values()),
        "alarms_on_queries": scored.share_of_alarms("query"),
        "alarms_on_prose": scored.share_of_alarms("prose"),
    }


def below_floor(figures: dict[str, float]) -> list[str]:
    """Figures that got worse; shares of false alarms have a ceiling."""
    faults = []
    for name, floor in FLOORS.items():
        is_alarm = "flagged" in name or "alarms" in name
        if figures[name] > floor if is_alarm else figures[name] < floor:
            faults.append(f"{name} is {figures[name]:.3f}; {'at most' if is_alarm else 'at least'} {floor} was held before")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--floor", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    args = parser.parse_args()
    figures: dict[str, float] = {}
    for part in generate.PARTS:
        for subject, judge in (("pii", pii), ("sqli", sqli)):
            scored = judge(args.bin, part, args.count, args.misses)
            figures |= {f"quality_{subject}_{part}_{name}": value for name, value in scored.items()}
    print()
    if args.floor:
        faults = below_floor(figures)
        print("\n".join(faults) or "quality: nothing is below its floor")
        return 1 if faults else 0
    folder = os.environ.get("AXONFLOW_CORPORA")
    figures |= corpora.judge(args.bin, Path(folder)) if folder else {}
    for name, value in figures.items():
        print(f"bench: {name}={value:.4f}")
    if not folder:
        print("quality: own data only")
    return 0


if __name__ == "__main__":
    sys.exit(main())
