"""Figures as a table, and into the page."""

import re
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.cases import Case, Contestant
from benchmarks.environments import OURS, version_of
from benchmarks.watch import Taken

Told = tuple[float | None, str]


def case_table(case: Case, runs: Sequence[tuple[Contestant, Sequence[Taken], Told]]) -> str:
    """The block of a case in Markdown.

    Args:
        case: the question.
        runs: each contestant with what its runs took, and what it told at last: median seconds of the call and what
            was found.
    """
    some = {"first": any(t.first for _, taken, _ in runs for t in taken), "call": any(told[0] for _, _, told in runs)}
    heads = ["", "wall s", *(["first verdict s"] if some["first"] else []), *(["call s"] if some["call"] else [])]
    heads += ["CPU s", "peak MiB", "n", "target"]
    rows = [_row(*run, some) for run in runs]
    if not any(row[-1] for row in rows):
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    lines = [f"## {case.title}", "", case.says, "", _line(heads), _line(["---", *["---:"] * (len(heads) - 1)])]
    lines += [_line(row) for row in rows]
    found = [f"- {contestant.says}: {told[1].rstrip('; ')}" for contestant, _, told in runs if told[1]]
    return "\n".join([*lines, *(["", "What they found:", "", *found] if found else [])])


def beside_known(page: Path, case: Case, text: str) -> str:
    """The block of a case in which ours alone was measured, with what the page knows of its peers.

    Args:
        page: where the case was measured before.
        case: the question.
        text: the block with ours alone, and on what machine.
    """
    known = _known(page, case.name).splitlines()
    peers = [one.says for one in case.contestants if one.package != OURS]
    rows = [line for line in known if line.startswith(tuple(f"| {says} (" for says in peers))]
    found = [line for line in known if line.startswith(tuple(f"- {says}:" for says in peers))]
    when = [f"Peers: {line.removeprefix('Peers: ')}" for line in known if re.match(r"(Peers: )?\*\d", line)][-1:]
    lines = text.splitlines()
    row = max(place for place, line in enumerate(lines) if line.startswith("| "))
    said = max((place for place, line in enumerate(lines) if line.startswith("- ")), default=row)
    return "\n".join([*lines[: row + 1], *rows, *lines[row + 1 : said + 1], *found, *lines[said + 1 :], "", *when])


def put(page: Path, name: str, text: str) -> None:
    """Puts text between the markers of that name in a page; a name that is not there is added at the end."""
    start, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    old = page.read_text(encoding="utf-8")
    block = f"{start}\n{text}\n{end}"
    if start in old:
        new = re.sub(re.escape(start) + ".*?" + re.escape(end), lambda _: block, old, flags=re.DOTALL)
    else:
        new = f"{old.rstrip()}\n\n{block}\n"
    page.write_text(new, encoding="utf-8")


def _known(page: Path, name: str) -> str:
    found = re.search(f"<!-- bench:{name} -->(.*?)<!-- /bench:{name} -->", page.read_text(encoding="utf-8"), re.DOTALL)
    return found[1] if found else ""


def _row(contestant: Contestant, taken: Sequence[Taken], told: Told, some: dict[str, bool]) -> list[str]:
    failed = next((each for each in taken if each.status not in contestant.statuses), None)
    name = contestant.says + ("" if contestant.package == OURS else f" ({_versions(contestant)})")
    if failed is not None:
        name += f" — failed with status {failed.status}"
    first = [each.first for each in taken if each.first is not None]
    return [
        name,
        _spread([each.wall for each in taken]),
        *([_spread(first) if first else ""] if some["first"] else []),
        *(["" if told[0] is None else f"{told[0]:.2f}"] if some["call"] else []),
        f"{median(each.cpu for each in taken):.2f}",
        f"{median(each.peak for each in taken):,.0f}",
        str(len(taken)),
        contestant.target,
    ]


def _versions(contestant: Contestant) -> str:
    return f"{contestant.package} {version_of(contestant.package)}"


def _spread(values: Sequence[float]) -> str:
    if len(values) == 1:
        return f"{values[0]:.2f}"
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
