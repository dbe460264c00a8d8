"""The journey in ten lines, read back from what is on record."""

from itertools import groupby

from shipworthy.records.bundle import Bundle
from shipworthy.records.decision import SignOff
from shipworthy.records.deployment import Deployment
from shipworthy.records.evidence import Evidence
from shipworthy.show.live import delivered, promised, window_word
from shipworthy.show.numbers import count
from shipworthy.show.owner import headline
from shipworthy.show.words import ADVICE, AUTHORITIES, CHOICES
from shipworthy.workflow.checks import COMPARE
from shipworthy.workflow.known import Known
from shipworthy.workflow.project import Project
from shipworthy.workflow.transfer import LATENCY


def in_short(project: Project, known: Known) -> tuple[tuple[str, str], ...]:
    """A name and what came of it for each step, as far as the project has come.

    Args:
        project: its rows and its records.
        known: of it.
    """
    compared = next((each for each in reversed(project.book.all(Evidence)) if each.check == COMPARE), None)
    promise = headline(known.story)
    lines = [
        ("Brief", _brief(project)),
        ("Data", _data(project)),
        ("Attempts", _attempts(compared) if compared else ""),
        ("Promise", f"{promise[0].text} {promise[0].per}, very likely {promise[0].ends}" if promise else ""),
        ("Gate", _gate(known)),
    ]
    if known.live.champion is not None:
        lines += [
            ("Shipped", _shipped(project, known.live.bundles[0])),
            *_lived(known),
            ("Acted", _acted(project.book.all(Deployment))),
            ("Brought", _brought(known)),
        ]
    return tuple((name, says) for name, says in lines if says)


def _brief(project: Project) -> str:
    signed = [f"{each.by} ({AUTHORITIES[each.authority]})" for each in project.book.all(SignOff) if each.goalpost]
    return f"{len(project.claims)} promises to keep; goal signed by {signed[-1] if signed else 'nobody'}"


def _data(project: Project) -> str:
    rows, sources = project.material.table.frame.height, len(project.material.sources)
    return f"{count(rows)} cases from {sources} sources, as they were known by then"


def _attempts(compared: Evidence) -> str:
    tried = len({each.against for each in compared.measurements if each.against}) + 1
    return f"{tried} measured; put forward: “{compared.candidate}”" if compared.candidate else compared.says


def _gate(known: Known) -> str:
    gate = next((each for each in known.story.gates if each.stage == "prototype"), None)
    made = [each for each in known.story.decisions if each.stage == "prototype"]
    if gate is None:
        return ""
    return f"{ADVICE[gate.advice]}; decided: {CHOICES[made[-1].choice]}" if made else ADVICE[gate.advice]


def _shipped(project: Project, first: Bundle) -> str:
    tests = (each for each in project.book.all(Evidence) if each.check == LATENCY)
    own = [one for each in tests if each.stands_on.get("bundle") == first.digest for one in each.measurements]
    p99 = [each.value for each in own if each.name == "latency_p99" and each.value]
    within = f"; 99 of 100 answers in {1000 * p99[-1]:.1f} ms" if p99 else ""
    return f"“{first.candidate}”, learned from {count(first.rows)} cases{within}"


def _lived(known: Known) -> tuple[tuple[str, str], ...]:
    windows = known.live.windows
    wrong = "; ".join(dict.fromkeys(each.named for each in known.live.incidents)) or "nothing"
    return (
        ("Live", f"{count(sum(each.rows for each in windows))} cases, each on record before it was answered"),
        ("Watched", f"{len(windows)} {window_word(known.live)}s; went wrong: {wrong}"),
    )


def _acted(states: tuple[Deployment, ...]) -> str:
    """Who answered, in turn."""
    answered = [("today's way" if each.mode == "fallback" else f"v{each.champion}") for each in states]
    return f"answered in turn: {', '.join(who for who, _ in groupby(answered))}"


def _brought(known: Known) -> str:
    so_far, wanted = delivered(known.story, known.live), promised(known.story, known.live)
    if so_far is None:
        return ""
    return f"{so_far.text} {so_far.per} more than {known.story.than}" + (f"; promised: {wanted.text}" if wanted else "")
