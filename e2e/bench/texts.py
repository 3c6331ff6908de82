"""Writes the texts on which detectors are compared: texts.py FOLDER"""

import sys
from pathlib import Path

SEEDS = {
    "clean": "The quarterly report is due on Friday, and the team wants to know whether the dashboard can show revenue by region. "
    "Whoever finds the time should look at the open questions of last week and answer them before the meeting. ",
    "pii": "Call Ann on +1 201-555-0123, her card is 4111 1111 1111 1111 and her e-mail is ann@example.com; SSN 123-45-6789 is on "
    "file. The refund goes to GB82 WEST 1234 5698 7654 32, and the login came from 203.0.113.77 last night. ",
    "query": "SELECT r.name, SUM(s.amount) FROM sales s JOIN regions r ON r.id = s.region_id WHERE s.year = 2026 AND r.name <> 'x' "
    "GROUP BY r.name ORDER BY 2 DESC; -- weekly\n",
}

for name, seed in SEEDS.items():
    for word, size in (("2k", 2_000), ("32k", 32_000)):
        (Path(sys.argv[1]) / f"{name}-{word}.txt").write_text((seed * (size // len(seed) + 1))[:size], encoding="utf-8")
