"""The journey, step by step: each step does what its verb does, and says what was found.

Nothing here knows what the data holds: whatever is said was computed from the document and the files.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Final, cast

from ruamel.yaml import YAML

from shipworthy.foundation.files import write_text
from shipworthy.lab.periods import times
from shipworthy.plan.mockup import mock_up
from shipworthy.plan.reading import read_document
from shipworthy.records.advice import Advice
from shipworthy.records.claim import Claim
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.verdict import Gate
from shipworthy.store.home import OWN_HOME
from shipworthy.workflow.demo.data import PACKAGE, fetch
from shipworthy.workflow.demo.fault_text import parse_fault
from shipworthy.workflow.demo.faults import Fault
from shipworthy.workflow.demo.play_live import go_live
from shipworthy.workflow.demo.replay import last_moment
from shipworthy.workflow.demo.step import Step
from shipworthy.workflow.folder import DOCUMENT
from shipworthy.workflow.looks import looks
from shipworthy.workflow.progress import Progress, silent
from shipworthy.workflow.project import Project
from shipworthy.workflow.sign import GOALPOST

_WHY: Final = {
    "go": "The gate says go, and everybody who answers for it has seen why.",
    "back": "What failed is mended first.",
    "stop": "The people are worth more elsewhere.",
    "cant_tell": "The promise is uncertain, and only live cases can tell. We go on with suggestions that people may "
    "overrule, and look again every week.",
}
_CHOICE: Final = {"go": "go", "back": "back", "stop": "stop", "cant_tell": "go"}


def prepare(root: Path) -> Path:
    """Writes the demo's document and data into a folder, and gives it a ledger of its own; what is there stays.

    Raises:
        MissingExtraError: when the demo's data is not installed.
        StorageError: when the disk is full or the folder may not be written.
    """
    path = root / DOCUMENT
    if not path.exists():
        write_text(path, files("shipworthy.workflow.demo").joinpath(DOCUMENT).read_text(encoding="utf-8"))
    (root / OWN_HOME).mkdir(parents=True, exist_ok=True)
    fetch(read_document(path), root)
    return path


def play(root: Path, *, faults: Sequence[str] = (), progress: Progress = silent) -> Iterator[Step]:
    """Plays the journey in a folder that was prepared; what is already in its ledger is not done again.

    Args:
        root: the folder.
        faults: planted into what is played live beside the usual ones, as `demo.fault_text` reads them; `none` leaves
            the usual ones out.
        progress: told while work goes on.

    Raises:
        UserError: when the document or the data was altered so that it cannot go on.
    """
    with Project(root, person=_owner(root), progress=progress) as project:
        planted = _faults(project, faults)
        yield _document(project)
        yield _data(project)
        yield _candidates(project)
        yield _promise(project)
        yield _gate(project)
        yield from go_live(project, planted)


def _faults(project: Project, asked: Sequence[str]) -> tuple[Fault, ...]:
    """What is to go wrong; refused before anything is done when it makes no sense."""
    usual = YAML(typ="safe").load(files("shipworthy.workflow.demo").joinpath("faults.yaml").read_text(encoding="utf-8"))
    material = project.material
    when = times(material.table.frame, material.split.time)
    since, until = last_moment(project), cast(datetime, when.max())
    texts = [*([] if "none" in asked else usual), *(each for each in asked if each != "none")]
    return tuple(parse_fault(each, material.sources, material.spec, since, until) for each in texts)


def _owner(root: Path) -> str:
    people = read_document(root / DOCUMENT).people
    return next((name for name, person in people.items() if "business-owner" in person.roles), "")


def _document(project: Project) -> Step:
    problem = project.document.problem
    before = project.check("ideation").gates[0]
    signed = [each for each in project.book.all(SignOff) if each.goalpost]
    if signed and all(_current(project, each) for each in signed[-1:]):
        says = f"{signed[-1].by} (simulated) has signed the goal"
    else:
        says = project.sign(GOALPOST).says
    gaps = _gaps(project.claims, before)
    after = project.check("ideation").gates[0]
    return Step(
        number=1,
        title="The brief",
        says=(
            f"{project.root / DOCUMENT} is written and read back: {len(project.claims)} promises to keep.",
            f"{problem.need} To decide: {problem.decision}. {_capital(problem.action)}.",
            *(f"Missing: {gap}" for gap in gaps),
            f"{says}.",
            "What the output could look like (simulated, no data yet):",
            *(f"  {each.sentence}" for each in mock_up(project.document, rows=3)),
        ),
        gate=after,
    )


def _current(project: Project, sign_off: SignOff) -> bool:
    return all(
        (claim := project.claim(name)) is not None and claim.binding == digest
        for name, digest in sign_off.claims.items()
    )


def _gaps(claims: Sequence[Claim], gate: Gate) -> list[str]:
    verdicts = {verdict.claim: verdict for verdict in gate.verdicts}
    return [
        verdicts[claim.id].next_step for claim in claims if claim.id in verdicts and verdicts[claim.id].state != "holds"
    ]


def _data(project: Project) -> Step:
    checked = project.check("data")
    learned = project.learn()
    sources = project.material.sources
    rows = ", ".join(f"{name} {table.frame.height:,} rows" for name, table in sources.items())
    return Step(
        number=2,
        title="The data",
        says=(f"Real data from the package {PACKAGE}: {rows}.",),
        findings=tuple(each for each in checked.findings if each.check != learned.evidence.check),
        gate=checked.gates[0],
        claims=checked.claims,
    )


def _candidates(project: Project) -> Step:
    compared = project.compare()
    folds = project.material.folds
    periods = [fold.name for fold in folds if fold.origin == "fold"]
    return Step(
        number=3,
        title="The attempts",
        says=(
            f"Each attempt learns from all that came before and is asked about {', '.join(periods)}, then about "
            f"{len(folds[-1].test):,} rows kept aside ({len(looks(project))} looks at them so far, all on record).",
        ),
        story=project.story(),
        after=(f"{_capital(compared.says)}.", *compared.evaluated.told),
    )


def _promise(project: Project) -> Step:
    told = project.forecast()
    # once it is live there is none any more; what was advised then is told again
    advice = told.advice or next(reversed(project.book.all(Advice)), None)
    return Step(number=4, title="The promise", forecast=told.promise, advice=advice)


def _gate(project: Project) -> Step:
    checked = project.check("prototype")
    gate = checked.gates[0]
    made = [each for each in project.book.all(Decision) if each.gate == gate.digest]
    if made:
        said = f"{made[-1].by} (simulated) has decided: {made[-1].choice}. {made[-1].why}"
    else:
        said = project.decide(_CHOICE[gate.advice], why=_WHY[gate.advice], back_to=gate.back_to).says
    page = project.report()
    return Step(
        number=5,
        title="The gate",
        says=checked.notices,
        gate=gate,
        claims=checked.claims,
        last=(said, f"The report for everybody: {page}"),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
