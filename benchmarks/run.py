"""Measures ours and peers side by side, and writes the tables of docs/benchmarks.md.

`python -m benchmarks.run` measures everything, in about a quarter of an hour; given names of cases, only those.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.cases import CASES, HERE, SERVING, Case, Contestant
from benchmarks.environments import OURS, PLACE, ROOT, environment, renew
from benchmarks.serving import serving
from benchmarks.table import Told, beside_known, case_table, put
from benchmarks.watch import Taken, watch

PAGE: Final = ROOT / "docs" / "benchmarks.md"
DATA: Final = PLACE / "data"
MODELS: Final = PLACE / "models"
_NEED_MODELS: Final = "report"
_NEED_DEMO: Final = ("learn", "checks")


def main(arguments: Sequence[str]) -> int:
    """Runs the cases named, or all; 1 when a contestant failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__.splitlines()[0])
    names = [case.name for case in CASES]
    parser.add_argument("name", nargs="*", help=f"one of {', '.join(names)}; all of them when left out")
    parser.add_argument("--ours", action="store_true", help="measure ours alone, and keep what is known of its peers")
    given = parser.parse_args(arguments)
    asked = given.name
    unknown = sorted(set(asked) - set(names))
    if unknown:
        parser.error(f"there is no case {', '.join(unknown)}; there are {', '.join(names)}")
    cases = [case for case in CASES if case.name in asked or not asked]
    if given.ours:
        return _ours(cases)
    _prepare(cases)
    failed = False
    for case in cases:
        if case is SERVING:
            block, broke = serving(DATA)
            failed |= broke
            put(PAGE, case.name, f"{block}\n\n{machine()}")
            continue
        runs = _case(case)
        failed |= any(each.status not in one.statuses for one, taken, _ in runs for each in taken)
        put(PAGE, case.name, f"{case_table(case, runs)}\n\n{machine()}")
    return int(failed)


def _ours(cases: Sequence[Case]) -> int:
    """Measures ours in each case; 1 when it failed."""
    own = [replace(case, contestants=tuple(one for one in case.contestants if one.package == OURS)) for case in cases]
    _prepare(own)
    failed = False
    for case, alone in zip(cases, own, strict=True):
        runs = _case(alone)
        failed |= any(each.status not in one.statuses for one, taken, _ in runs for each in taken)
        put(PAGE, case.name, beside_known(PAGE, case, f"{case_table(alone, runs)}\n\n{machine()}"))
    return int(failed)


def _prepare(cases: Sequence[Case]) -> None:
    """Environments, files and fitted models; none of it is measured."""
    packages = dict.fromkeys(one.package for case in cases for one in case.contestants)
    for package in ("data", *packages):
        environment(package)
    renew()
    if not all((DATA / name).exists() for name in ("predictions_1000000.parquet", "verdicts")):
        subprocess.run([environment("data") / "python", HERE / "data.py", DATA], check=True)
    if any(case.name == _NEED_MODELS for case in cases):
        MODELS.mkdir(parents=True, exist_ok=True)
        report = next(case for case in cases if case.name == _NEED_MODELS)
        for one in report.contestants:
            fitted = MODELS / f"{one.package}.joblib"
            subprocess.run(
                [environment(one.package) / "python", HERE / "fit.py", DATA / "late_learn.parquet", fitted], check=True
            )


def _case(case: Case) -> list[tuple[Contestant, list[Taken], Told]]:
    taken: dict[str, list[Taken]] = {one.says: [] for one in case.contestants}
    for turn in range(-1 if case.warm else 0, case.rounds):
        work = _fresh(case)
        for one in case.contestants:
            if turn < 0 or not one.rounds or turn < one.rounds:
                seen = _once(one, work)
                print(f"{case.name}, {one.says}: {seen.wall:.2f} s, {seen.peak:,.0f} MiB", file=sys.stderr)
                _complain(one, seen)
                if turn >= 0:
                    taken[one.says].append(seen)
    return [(one, taken[one.says], _told(one, taken[one.says])) for one in case.contestants]


def _fresh(case: Case) -> Path:
    """An empty folder for a round; where the case needs it, with the demo's data and document."""
    work = PLACE / "work" / case.name
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    if case.name in _NEED_DEMO:
        program = "import sys, pathlib, shipworthy.workflow.demo.play as demo; demo.prepare(pathlib.Path(sys.argv[1]))"
        subprocess.run([environment(OURS) / "python", "-c", program, work], check=True)
    return work


def _once(one: Contestant, work: Path) -> Taken:
    program, *rest = one.command
    folders = {"{data}": str(DATA), "{models}": str(MODELS), "{work}": str(work), "{package}": one.package}
    filled = []
    for argument in rest:
        for mark, folder in folders.items():
            argument = argument.replace(mark, folder)  # noqa: PLW2901
        filled.append(argument)
    private = {"SHIPWORTHY_HOME": str(work / "home"), "DO_NOT_TRACK": "1", "PYTHONWARNINGS": "ignore"}
    return watch([str(environment(one.package) / program), *filled], work, private, one.first)


def _complain(one: Contestant, seen: Taken) -> None:
    if seen.status not in one.statuses:
        print(f"{one.says} ended with status {seen.status}:\n{seen.errors[-2000:]}", file=sys.stderr)


def _told(one: Contestant, taken: Sequence[Taken]) -> Told:
    told = [json.loads(each.lines[-1]) for each in taken if each.lines and each.lines[-1].startswith('{"call"')]
    if told:
        return median(each["call"] for each in told), told[-1]["found"]
    said = " ".join(word for each in taken[-1:] for line in each.lines for word in line.split())
    found = re.search(one.finds, said) if one.finds else None
    return None, found[0] if found else ""


def machine() -> str:
    """When and on what it was measured."""
    busy = os.getloadavg()[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"*{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}; load at the end {busy:.1f}.*"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
