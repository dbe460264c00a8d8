"""Plays the visit planner: asks about households by the hundred, and posts what turned out.

python ask.py ADDRESS FIRST LAST [COLUMN=FACTOR]
"""

import csv
import json
import sys
from urllib.request import Request, urlopen


def post(path, body):
    request = Request(address + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    return json.load(urlopen(request))


address, first, last, *wrong = sys.argv[1:]
with open("later.csv") as file:
    households = list(csv.DictReader(file))[int(first) : int(last)]
column, _, factor = wrong[0].partition("=") if wrong else ("", "", "1")

for start in range(0, len(households), 100):
    part = households[start : start + 100]
    turned_out = [each.pop("saves") for each in part]
    rows = [{name: float(value) for name, value in each.items()} for each in part]
    for row in rows:
        if column:
            row[column] *= float(factor)
    answers = post("/predict", {"rows": rows})["predictions"]
    outcomes = [{"id": one["id"], "outcome": outcome} for one, outcome in zip(answers, turned_out, strict=True)]
    post("/outcomes", {"outcomes": outcomes})
print(f"asked about {len(households)} households, and posted what turned out")
