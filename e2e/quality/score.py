"""Compares predictions with labels. Exact: same type and place. Partial: same type, and they overlap; one prediction
answers one label."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Hits:
    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: Hits) -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"{self.precision:6.3f} {self.recall:6.3f} {self.f1:6.3f}"


@dataclass
class PiiScore:
    exact: dict[str, Hits] = field(default_factory=lambda: defaultdict(Hits))
    partial: dict[str, Hits] = field(default_factory=lambda: defaultdict(Hits))
    flagged: Counter = field(default_factory=Counter)
    texts: Counter = field(default_factory=Counter)
    # Of any type: what redaction needs.
    tagged: dict[str, Hits] = field(default_factory=lambda: defaultdict(Hits))

    def micro(self, exact: bool) -> Hits:
        total = Hits()
        for hits in (self.exact if exact else self.partial).values():
            total.add(hits)
        return total

    def share_flagged(self, kind: str) -> float:
        return self.flagged[kind] / max(1, self.texts[kind])

    def recall_of(self, prefix: str) -> float:
        total = Hits()
        for tag, hits in self.tagged.items():
            if tag.startswith(prefix):
                total.add(hits)
        return total.recall


def overlap(one: dict, other: dict) -> int:
    return min(one["end"], other["end"]) - max(one["start"], other["start"])


def matched(labels: list[dict], found: list[dict], exact: bool) -> Hits:
    left, right = list(found), 0
    for label in labels:
        fits = [one for one in left if (one["start"] == label["start"] and one["end"] == label["end"] if exact else overlap(one, label) > 0)]
        if fits:
            left.remove(max(fits, key=lambda one: overlap(one, label)))
            right += 1
    return Hits(right, len(left), len(labels) - right)


def pii(cases: list[dict], predictions: dict[str, dict]) -> PiiScore:
    score = PiiScore()
    for case in cases:
        labels, found = case["spans"], predictions[case["id"]]["spans"]
        score.texts[case["kind"]] += 1
        score.flagged[case["kind"]] += bool(found)
        for kind in {one["type"] for one in labels + found}:
            of_kind = [[one for one in listed if one["type"] == kind] for listed in (labels, found)]
            score.exact[kind].add(matched(*of_kind, exact=True))
            score.partial[kind].add(matched(*of_kind, exact=False))
        for label in labels:
            seen = any(overlap(one, label) > 0 for one in found)
            for tag in case["tags"]:
                score.tagged[tag].add(Hits(int(seen), 0, int(not seen)))
    return score


@dataclass
class SqliScore:
    all: Hits = field(default_factory=Hits)
    categories: dict[str, Hits] = field(default_factory=lambda: defaultdict(Hits))
    # Of harmless texts by sort: flagged, and how many there are.
    alarms: Counter = field(default_factory=Counter)
    benign: Counter = field(default_factory=Counter)

    def share_of_alarms(self, kind: str) -> float:
        return self.alarms[kind] / max(1, self.benign[kind])


def sqli(cases: list[dict], predictions: dict[str, dict]) -> SqliScore:
    score = SqliScore()
    for case in cases:
        flagged = predictions[case["id"]]["label"] == "sqli"
        if case["label"] == "sqli":
            hits = Hits(int(flagged), 0, int(not flagged))
            score.categories[case["category"]].add(hits)
        else:
            hits = Hits(0, int(flagged), 0)
            score.benign[case["form"]] += 1
            score.alarms[case["form"]] += flagged
        score.all.add(hits)
    return score
