"""The verb `checkin`: who was shown what, and what they said; silence is told to those who lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shipworthy.foundation.errors import PersonError, RequestError, nearest
from shipworthy.people.scopes import allow
from shipworthy.plan import policy
from shipworthy.records.checkin import CheckIn
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.show.days import on_day
from shipworthy.show.words import joined, sentence
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.checks import CHECK_INS
from shipworthy.workflow.moments import moment


@dataclass(frozen=True)
class CheckedIn:
    """A check-in on record.

    Attributes:
        check_in: what was shown to whom.
        says: the same in a sentence, and when the next one is due.
    """

    check_in: CheckIn
    says: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {**self.check_in.to_dict(), "sentence": self.says}


def checkin(bench: Bench, whom: str, *, shown: str, says: str = "", on: str = "") -> CheckedIn:
    """Puts on record that somebody was shown what there is, and what they said.

    Args:
        bench: the project; its person writes it down.
        whom: who was shown it, by a name of the document.
        shown: what they saw.
        says: what they said.
        on: when, as a date or a time; empty is now.

    Raises:
        RequestError: when nothing was shown, or it has yet to be shown.
        PersonError: when nobody of that name is in the document, or the person may not write into it.
    """
    person = bench.person
    allow(person, "comment", bench.people, "write down a check-in")
    _known(bench, whom)
    if not shown.strip():
        raise RequestError("a check-in says what was shown", where="--shown", next_step="say in a few words what")
    now = bench.clock.now()
    at = moment(on, "--on") if on else now
    if at > now:
        raise RequestError(
            "this is yet to come",
            where="--on",
            seen=on,
            allowed="a day that is over, or today",
            next_step="wait for it",
        )
    check_in = CheckIn(
        whom=whom, shown=shown.strip(), says=says.strip(), by=person.name, authority=person.authority, at=at
    )
    bench.book.put(check_in)
    return CheckedIn(check_in, f"{told(check_in)}{_next(bench, whom, at.date())}")


def latest_check_ins(bench: Bench) -> dict[str, CheckIn]:
    """Person -> when they were last shown something."""
    ordered = sorted(bench.book.all(CheckIn), key=lambda each: each.at)
    return {each.whom: each for each in ordered}


def told(check_in: CheckIn) -> str:
    """A check-in in a sentence."""
    said = f" They said: {sentence(check_in.says)}" if check_in.says else " They said nothing."
    simulated = " (simulated)" if check_in.authority == "simulated" else ""
    return (
        f"{check_in.whom} was shown {check_in.shown} on {on_day(check_in.at.date())}, "
        f"as {check_in.by}{simulated} wrote down.{said}"
    )


def quiet(bench: Bench) -> dict[str, date]:
    """Person who should have been shown something by now -> day since which that is due.

    Whoever was never shown anything is due as long after the first entry of the project as the policy puts up with.
    """
    return {name: due for name, due in due_days(bench).items() if due < bench.clock.now().date()}


def due_days(bench: Bench) -> dict[str, date]:
    """Person whom the policy wants to be shown what there is -> day by which; empty where it wants nobody to be."""
    every, first = bench.weight.every, bench.book.placed(Evidence)[:1]
    if every is None or not first:
        return {}
    last = latest_check_ins(bench)
    span = timedelta(seconds=every)
    return {
        name: ((last[name].at if name in last else first[0].time) + span).date()
        for name in _stakeholders(bench, bench.weight.shown_to)
    }


def check_in_evidence(bench: Bench) -> tuple[Evidence, ...]:
    """Whether those whom the policy names have been shown what there is; empty where it asks for nothing."""
    if bench.claim(policy.CHECK_INS) is None:
        return ()
    due, silent, last = due_days(bench), quiet(bench), latest_check_ins(bench)
    findings = tuple(_silence(name, day, last) for name, day in silent.items())
    if not due:
        holds, says = None, "nobody in people is one of those who have to be shown what there is"
    elif silent:
        holds, says = False, joined([f"{name} has been quiet: {_since(name, last)}" for name in silent])
    else:
        holds, says = True, joined([f"{name} is to be shown something by {on_day(day)}" for name, day in due.items()])
    return (
        Evidence(
            check=CHECK_INS,
            says=says,
            stage="data",
            claims=(policy.CHECK_INS,),
            holds=holds,
            findings=findings,
            grade="live",
        ),
    )


def _silence(name: str, due: date, last: Mapping[str, CheckIn]) -> Finding:
    return Finding(
        check=CHECK_INS,
        says=f"{name} has been quiet: {_since(name, last)}; a check-in was due by {on_day(due)}",
        severity="problem",
        where=f"people.{name}",
        next_step=f"show {name} what there is and write down what was said: "
        f"`shipworthy checkin {name} --shown … --says …`",
    )


def _since(name: str, last: Mapping[str, CheckIn]) -> str:
    if name not in last:
        return "nothing was ever shown"
    return f"last shown {last[name].shown} on {on_day(last[name].at.date())}"


def _stakeholders(bench: Bench, roles: Sequence[str]) -> list[str]:
    return [each.name for each in bench.people if set(roles) & set(each.roles)]


def _known(bench: Bench, whom: str) -> None:
    known = [each.name for each in bench.people]
    if whom and (not known or whom in known):
        return
    near = nearest(whom, known)
    raise PersonError(
        "nobody of this name is in the project",
        where="WHOM",
        seen=whom or "an empty name",
        allowed=known or "a name",
        next_step=f"did you mean {near}?" if near else "add them under `people` in project.yaml",
    )


def _next(bench: Bench, whom: str, shown: date) -> str:
    due = due_days(bench).get(whom)
    if due is None or due <= shown:
        return ""
    return f" The next one {'is' if due >= bench.clock.now().date() else 'was'} due by {on_day(due)}."
