"""The verb `case`: a case that was got wrong once is kept, and asked of every attempt and every bundle from then on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from shipworthy.bundle.inputs import inputs_of
from shipworthy.foundation.errors import RequestError
from shipworthy.plan.cases import CaseEntry
from shipworthy.plan.kinds.case import CHECK
from shipworthy.plan.naming import case_names
from shipworthy.plan.writing import edit_document
from shipworthy.records.evidence import Evidence
from shipworthy.workflow.bench import find_document
from shipworthy.workflow.bundling import context
from shipworthy.workflow.workbench import Workbench

_RANGE: Final = ".."


@dataclass(frozen=True)
class Wanted:
    """A case as it is asked to be kept.

    Attributes:
        number: of the row in the data, as examples of mistakes name it; empty with `where`.
        where: Polars SQL expression that picks rows.
        name: what people call it; empty makes one of the number or the rule.
        expect: a decision, or a range such as `0.2..0.6`, `..10` or `5..`; empty is what turned out.
        note: why it matters.
    """

    number: str = ""
    where: str = ""
    name: str = ""
    expect: str = ""
    note: str = ""


@dataclass(frozen=True)
class Kept:
    """The cases of a project after one was added, or as they are.

    Attributes:
        says: what was done; empty where nothing was.
        entries: every case, the newest last.
        told: name -> what was last found out about it: whether it is answered as expected, in words.
    """

    says: str
    entries: tuple[CaseEntry, ...]
    told: Mapping[str, Evidence]

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        cases = [
            {
                **entry.model_dump(mode="json", exclude_defaults=True),
                "claim": f"case.{name}",
                "holds": self.told[name].holds if name in self.told else None,
                "says": self.told[name].says if name in self.told else "",
            }
            for name, entry in zip(case_names(self.entries), self.entries, strict=True)
        ]
        return {"sentence": self.says, "cases": cases}

    @property
    def lines(self) -> tuple[str, ...]:
        """A line a case: its name, what is expected, and what was said last."""
        marks = {True: "as expected", False: "not as expected", None: "not asked yet"}
        found = []
        for name, entry in zip(case_names(self.entries), self.entries, strict=True):
            one = self.told.get(name)
            state = marks[one.holds if one else None]
            found.append(f"{entry.name}: {entry.expect.says} is expected; {state}{f': {one.says}' if one else ''}")
        return (*((self.says,) if self.says else ()), *(found or ["No case is kept yet."]))


def cases(bench: Workbench) -> Kept:
    """Every case that is kept, with what was last said of it."""
    return _kept(bench, "", bench.document.cases)


def keep(bench: Workbench, wanted: Wanted) -> Kept:
    """Writes one more case into the document; comments and order stay.

    A row is written out, without what is personal, so that the case outlives the data it came from.

    Raises:
        RequestError: when no such row is in the data, or nothing says what is expected.
        ColumnError: when the rule names a column that is not there.
        DocumentError: when the document cannot take it.
    """
    if bool(wanted.number) == bool(wanted.where):
        raise RequestError(
            "a case is a row of the data, or the rows that a rule picks",
            where="CASE",
            seen=wanted.number or "neither",
            allowed="the number of a row as the examples of mistakes name it, or --where with a rule",
            next_step='shipworthy case 123, or: shipworthy case --where "hour >= 22" --name late --expect yes',
        )
    entry = _of_rule(wanted) if wanted.where else _of_row(bench, wanted)
    known = {each.name for each in bench.document.cases}
    if entry["name"] in known:
        raise RequestError(
            "a case of this name is kept already",
            where="--name",
            seen=entry["name"],
            allowed="another name",
            next_step="give it another name, or change the one that is there in project.yaml",
        )
    place = ["cases", str(len(known))] if known else ["cases"]
    document = edit_document(find_document(bench.root), place, entry if known else [entry])
    made = document.cases[-1]
    says = (
        f"kept “{made.name}” in project.yaml: {made.expect.says} is expected; `shipworthy check prototype` asks for it"
    )
    return _kept(bench, says, document.cases)


def _kept(bench: Workbench, says: str, entries: tuple[CaseEntry, ...]) -> Kept:
    latest = {claim: each for each in bench.book.all(Evidence) if each.check == CHECK for claim in each.claims}
    told = {name: latest[f"case.{name}"] for name in case_names(entries) if f"case.{name}" in latest}
    return Kept(says, entries, told)


def _of_rule(wanted: Wanted) -> dict[str, Any]:
    if not wanted.expect:
        raise _nothing_expected(wanted.where)
    return _entry(wanted, wanted.name or wanted.where, {"where": wanted.where}, wanted.expect)


def _of_row(bench: Workbench, wanted: Wanted) -> dict[str, Any]:
    material = bench.material
    table = material.table
    number = int(wanted.number) if wanted.number.isdecimal() else -1
    if not (0 <= number < table.frame.height):
        raise RequestError(
            "the data has no row of this number",
            where="CASE",
            seen=wanted.number,
            allowed=f"0 to {table.frame.height - 1:,}, as the examples of mistakes name them",
            next_step="look at the examples on the report, under what it cannot do",
        )
    columns = [each.name for each in inputs_of(table, context(bench), material.spec.critical) if not each.personal]
    row = table.frame.select(columns).row(number, named=True)
    turned_out = material.outcomes.labels[number]
    expect = wanted.expect or ("" if material.task.kind == "regression" or turned_out is None else str(turned_out))
    if not expect:
        raise _nothing_expected(
            f"row {number}, {'a predicted number' if turned_out is not None else 'outcome unknown'}"
        )
    written = {name: value for name, value in row.items() if value is not None}
    return _entry(wanted, wanted.name or f"row {number}", {"row": written}, expect)


def _entry(wanted: Wanted, name: str, which: dict[str, Any], expect: str) -> dict[str, Any]:
    note = {"note": wanted.note.strip()} if wanted.note.strip() else {}
    return {"name": name, **which, "expect": _expected(expect), **note}


def _expected(text: str) -> Any:
    """A decision, or the two ends of a range.

    >>> _expected("yes"), _expected("0.2..0.6"), _expected("..10")
    ('yes', {'at_least': 0.2, 'at_most': 0.6}, {'at_most': 10.0})
    """
    if _RANGE not in text:
        return text
    try:
        ends = [float(end) if end.strip() else None for end in text.split(_RANGE, 1)]
    except ValueError:
        raise RequestError(
            "this is no range", where="--expect", seen=text, allowed="such as 0.2..0.6, ..10 or 5..; or a decision"
        ) from None
    return {side: end for side, end in zip(("at_least", "at_most"), ends, strict=True) if end is not None}


def _nothing_expected(seen: str) -> RequestError:
    return RequestError(
        "nothing says what is expected",
        where="--expect",
        seen=seen,
        allowed="a decision, such as yes; or a range of the score or number, such as 0.2..0.6",
        next_step="add --expect",
    )
