"""The same words for the terminal: calm, eighty columns, readable without colour."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from msgspec import structs
from rich.box import ROUNDED
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from shipworthy.records.claim import Claim
from shipworthy.records.finding import Finding, Severity
from shipworthy.records.forecast import Forecast
from shipworthy.records.measurement import TOO_FEW, Measurement
from shipworthy.records.verdict import Gate, State, Verdict
from shipworthy.show import owner
from shipworthy.show.attempts import title_of
from shipworthy.show.attempts_text import listing
from shipworthy.show.groups import Group as Part
from shipworthy.show.groups import groups
from shipworthy.show.numbers import amount, count
from shipworthy.show.periods import kind_of, short
from shipworthy.show.story import Story
from shipworthy.show.words import SEVERITIES, STAGES, STATES, SYMBOLS, cut, joined, named, plain, sentence
from shipworthy.show.worth import worth

_TWO_ENDS: Final = "A range has two ends; `check` holds a goal to one end alone, and that lies a little nearer."
_WORD: Final = 24
_NAME: Final = 22
_METRIC: Final = 20
_STYLES: Final[dict[State, str]] = {
    "holds": "green",
    "fails": "red",
    "cant_tell": "yellow",
    "stale": "yellow",
}
_MARKS: Final[dict[Severity, tuple[str, str]]] = {
    "blocker": ("✗", "red"),
    "problem": ("!", "yellow"),
    "note": ("•", ""),
    "info": ("·", "dim"),
}


def heading_text(title: str, says: str = "") -> RenderableType:
    """The head of a step: its title, a line below, and a sentence about it."""
    lines = [Text(), Text(title, style="bold"), Text("─" * len(title), style="dim")]
    return Group(*lines, *([Text(says)] if says else []))


def indented(line: str, by: int = 2) -> RenderableType:
    """A line set in, with all that it wraps to."""
    return Padding(Text(line), (0, 0, 0, by))


def findings_text(found: Iterable[Finding]) -> tuple[RenderableType, ...]:
    """Things noticed, the worst first."""
    order: list[Severity] = list(_MARKS)
    grid = _grid()
    for finding in sorted(found, key=lambda one: order.index(one.severity)):
        mark, style = _MARKS[finding.severity]
        says = Text(sentence(finding.says))
        if finding.next_step and finding.severity in ("problem", "blocker"):
            says.append(f"\nNext: {sentence(finding.next_step)}", style="dim")
        grid.add_row(Text(f"{mark} {SEVERITIES[finding.severity]}", style=style), says)
    return (grid,) if grid.row_count else (Text("Nothing noticed."),)


def attempts_note(story: Story) -> str:
    """What the table of attempts is made of, for whoever has not seen one before; empty when nothing was tried."""
    rows = next((one.n for one in (*story.gains, *story.metrics) if not one.slice), 0)
    if not rows:
        return ""
    told = f"Measured on {count(rows)} cases kept aside, which no attempt had seen."
    if story.gains and not story.unit:
        told += f" “Better by” is held against {story.than.replace('today', 'what you do today')}, on the same cases."
    told += " Which one is chosen or best is told by the other cases, so that these stay a fair test."
    return f"{told} {_TWO_ENDS}" if story.gains else told


def groups_text(story: Story) -> RenderableType:
    """Where the attempt put forward does best and worst, a line a column; in full in the report.

    Groups of a metric are told only where the best and the worst differ clearly.
    """
    lines = []
    for column, rows in groups(story).items():
        known = [row for row in rows if row.worth.value is not None and row.name != TOO_FEW]
        if len(known) < 2:
            continue
        first, last = known[0], known[-1]
        worse = [row.name for row in known if row.verdict.startswith("worse")]
        if any(row.verdict for row in known):
            most, least = (f"where it is {end.name} ({end.worth.text})" for end in (first, last))
            ends = f"it gains most {most}, and least {least}"
            lines.append(f"By {column}: {ends}" + (f"; worse than {story.than} for {joined(worse)}." if worse else "."))
        elif _apart(first, last):
            best, worst = (first, last) if first.direction == "up" else (last, first)
            lines.append(
                f"By {column}: best for {best.name} ({best.worth.text}), worst for {worst.name} ({worst.worth.text})."
            )
    return Text("\n".join(lines))


def _apart(high: Part, low: Part) -> bool:
    return high.worth.low is not None and low.worth.high is not None and high.worth.low > low.worth.high


def verdicts_text(claims: Sequence[Claim], told: Iterable[Verdict]) -> RenderableType:
    """Every promise with its verdict in a word, and why."""
    latest = {verdict.claim: verdict for verdict in told}
    grid = _grid()
    aside = [claim for claim in claims if _may_stay_open(claim, latest.get(claim.id))]
    for claim in claims:
        if claim in aside:
            continue
        verdict = latest.get(claim.id)
        state: State = verdict.state if verdict else "cant_tell"
        says = Text(sentence(named(claim)))
        # of what the brief does not say, the next step says it all
        if verdict and verdict.why and (claim.kind != "brief" or state == "holds"):
            says.append(f"\n{sentence(plain(verdict.why))}", style="dim")
        if verdict and verdict.next_step and state != "holds":
            says.append(f"\nNext: {sentence(plain(verdict.next_step))}", style="dim")
        grid.add_row(Text(f"{SYMBOLS[state]} {STATES[state]}", style=_STYLES[state]), says)
    if aside:
        topics = [claim.says.rstrip(".").removeprefix("it is known ") for claim in aside]
        grid.add_row(Text("· open, blocks nothing", style="dim"), Text(f"Not said yet: {'; '.join(topics)}."))
    return grid if grid.row_count else Text("Nothing was promised yet.")


def _may_stay_open(claim: Claim, verdict: Verdict | None) -> bool:
    return claim.kind == "brief" and not claim.required and verdict is not None and verdict.state == "fails"


def check_text(gates: Sequence[Gate], claims: Sequence[Claim], found: Iterable[Finding]) -> RenderableType:
    """What was noticed, then gate after gate; nothing is told twice."""
    judged = {verdict.why for gate in gates for verdict in gate.verdicts}
    briefed = {claim.check for claim in claims if claim.kind == "brief"}
    parts = [*findings_text(one for one in found if one.says not in judged and one.check not in briefed)]
    told: list[str] = []
    for gate in gates:
        parts += [heading_text(sentence(STAGES[gate.stage]).rstrip(".")), gate_text(gate, claims, told)]
        told += gate.reasons
    return Group(*parts)


def gate_text(gate: Gate, claims: Sequence[Claim], told: Collection[str] = ()) -> RenderableType:
    """The promises of a stage with their verdicts; in a frame, what all of them add up to, and why.

    Args:
        gate: of the stage.
        claims: of the project.
        told: reasons that were told before; they are not told again.
    """
    shown = [reason for reason in gate.reasons if not reason.endswith("(does not block)")]
    story = Story(title="", gates=(structs.replace(gate, reasons=tuple(one for one in shown if one not in told)),))
    reasons = owner.reasons(story)
    if any(one in told for one in shown):
        reasons = ("What stands open further up.", *reasons)
    body = [Text(owner.advice(story), style="bold"), *(Text(f"- {reason}") for reason in reasons)]
    if not any("rehearsal" in reason.lower() for reason in reasons):
        body += _some(owner.rehearsal(story), style="yellow")
    title = Text(f"End of {STAGES[gate.stage]}")
    frame = Panel(Group(*body), title=title, title_align="left", box=ROUNDED, padding=(0, 1))
    here = [claim for claim in claims if claim.stage == gate.stage]
    return Group(verdicts_text(here, gate.verdicts), frame) if here else frame


def forecast_text(told: Forecast) -> RenderableType:
    """The promise: each period measured, what one to come very likely brings, and what that leaves out."""
    table = listing()
    table.add_column(kind_of(told.periods))
    table.add_column("gain" + _per(told.promise), justify="right", no_wrap=True)
    width = (told.promise.high or 0.0) - (told.promise.low or 0.0) or None
    for period, gain in zip(told.periods, told.gains, strict=True):
        table.add_row(Text(short(period)), Text(amount(gain, told.promise.unit, width)))
    lines = [Text(sentence(told.says))]
    if told.year_seen is not None:
        lines.append(Text(f"The data has seen {round(told.year_seen * 12)} of the 12 months of a year."))
    lines += [Text(f"Left out: {sentence(one)}") for one in told.leaves_out]
    return Group(table, Text(), *lines) if told.periods else Group(*lines)


def _per(measured: Measurement) -> str:
    return "" if measured.per == 1 else f" per {count(measured.per)} cases"


def curve_text(curve: Sequence[tuple[int, Measurement]]) -> RenderableType:
    """The learning curve as lines: rows learned from, what they brought, and where that very likely lies."""
    if not curve:
        return Text("No learning curve was measured yet.")
    table = listing()
    table.add_column("rows", justify="right", no_wrap=True)
    table.add_column(cut(title_of(curve[0][1].name), _METRIC), justify="right", no_wrap=True)
    table.add_column("very likely", justify="right", no_wrap=True)
    for rows, measured in curve:
        scaled = worth(Story(title=""), measured)
        table.add_row(*(Text(cell) for cell in (count(rows), scaled.text, scaled.ends)))
    return table


def _grid() -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=_WORD, no_wrap=True)
    grid.add_column(ratio=1)
    return grid


def _some(*lines: str, style: str = "") -> list[Text]:
    return [Text(line, style=style) for line in lines if line]
