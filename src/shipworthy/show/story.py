"""What a report tells: records of one project, gathered; nothing in it is computed here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shipworthy.records.advice import Advice
from shipworthy.records.checkin import CheckIn
from shipworthy.records.claim import Claim
from shipworthy.records.decision import Decision, SignOff
from shipworthy.records.experiment import Tried
from shipworthy.records.finding import Finding
from shipworthy.records.forecast import Forecast
from shipworthy.records.goalpost import Move
from shipworthy.records.look import Look
from shipworthy.records.measurement import Measurement
from shipworthy.records.placed import Placed
from shipworthy.records.reframing import Reframing
from shipworthy.records.score import Score
from shipworthy.records.searched import Searched
from shipworthy.records.simplified import Simplified
from shipworthy.records.verdict import Gate, Verdict
from shipworthy.show.acts import Act
from shipworthy.show.proposals import Tabled


@dataclass(frozen=True)
class Ask:
    """Something that is needed from a person.

    Attributes:
        says: what is needed and why, a sentence in plain words.
        who: person or role that is asked; empty when anybody may answer.
        by: until when, in words; empty when there is no hurry.
        kind: check, answer, sign, ask, review, access, mend, stage or decide; empty when it does not matter.
        claim: id of the claim that it settles; empty when it settles none.
        people: names of those who are asked, where the document names them.
        due: day by which it is needed; None when nobody said.
        late: whether that day has passed.
        holds_up: what waits for it, in words; empty when nothing does.
        needed: the next gate waits for it, or it has to be begun now to be there in time.
    """

    says: str
    who: str = ""
    by: str = ""
    kind: str = ""
    claim: str = ""
    people: tuple[str, ...] = ()
    due: date | None = None
    late: bool = False
    holds_up: str = ""
    needed: bool = True


@dataclass(frozen=True)
class Story:
    """One project as its report shows it. Everything but the title may be missing; it is then not shown.

    Attributes:
        title: name of the project.
        brief: label -> the document's own sentence (`Need`, `Decision`, `Action`…), in the order to show.
        rehearsal: True when simulated people take part; it is then marked on every page.
        later: what will be asked of people, and is not needed yet.
        asks: what is needed from whom, the most urgent first.
        gates: in the order of stages; the last one is the word of the day.
        claims: all promises of the project.
        forecast: what a period to come is expected to bring.
        advice: what to do next, and how likely it succeeds; None before anybody asked.
        scores: how good predictions of all projects turned out to be: all, by owner, by kind; empty before any ran.
        gains: of each candidate over the status quo on the rows kept aside, with intervals.
        metrics: of each candidate on the same rows, the main metric first.
        values: what each candidate's decisions were worth on the same rows.
        slices: gain (or the main metric) of the chosen candidate in each group.
        decisions_over: gain of each attempt over what is done today, for each ratio or amount that was looked at.
        decisions_told: attempt -> over which of them it is better, a sentence.
        costs: what each attempt takes, and which of them nobody beats.
        compared_values: what each attempt brings on the cases by which attempts are chosen.
        differences: the gain of the best attempt over each other one on those cases.
        matters: how value went along with the metric.
        curve: rows learned from -> measurement, ascending: the learning curve.
        curve_says: what the curve means, one sentence.
        findings: things noticed in data and document.
        unsealed: what was measured of the chosen attempt on the sealed cases; empty while they are sealed.
        failures: losses of the regions where the chosen attempt does clearly worse, after how many were looked at.
        controls: what was measured of what must not pass; empty before anything was sent through.
        controls_say: what came of them, in a sentence.
        only_decide: candidates that give decisions and no chances.
        limits: mistakes of the chosen attempt in a thousand cases, what its scores mean, and what being off costs.
        spoilt: what spoiled inputs cost the chosen attempt, and the gain that is left.
        clear: digests of groups and of spoiled inputs whose number looking at so many of them does not explain.
        simplified: what the chosen attempt could do without; None before that was tried.
        reframing: other questions and what they would bring; None before any was tried.
        mistakes: a few cases that the chosen attempt got wrong, of each kind of mistake.
        decisions: on record, oldest first.
        sign_offs: on record, oldest first.
        rows_per_month: cases that come in a month; None when the data has no time.
        cases: what one row is called, in the plural.
        unit: of value, such as `USD`; empty when nobody agreed on a value.
        status_quo: name of the candidate that stands for what is done today; empty when there is none.
        chosen: name of the candidate put forward, the simplest that is close to the best; empty when none is.
        best: name of the candidate with the highest gain or metric.
        simplest: name of the simplest candidate that cannot be told from the best; empty when nobody looked.
        same_as_best: True when the one put forward surely is no further from the best than matters.
        apart: how surely each other candidate can be told from the best, a sentence each.
        policy: what a policy changed in what is asked and wants of people, in sentences; empty without one.
        check_ins: of each person the one that was last.
        quiet: person who should have been shown something by now -> day by which.
        proposals: what was proposed, oldest first.
        goals: every goal that was signed or found changed, oldest first.
        acts: what people put on record, in the order of the ledger.
        searches: of settings, oldest first.
        tried: what attempts were stated to bring before they ran, and what they brought, oldest first.
        looks: at the rows that are kept aside now, oldest first.
        looks_agreed: how many of them were agreed; None when nobody said.
        mockups: made-up examples of the output, as text.
        digests: what everything stands on (`document`, `data`, `code`…) -> digest.
        made: when the report was made.
        version: of the program that made it.
    """

    title: str
    brief: Mapping[str, str] = field(default_factory=dict)
    rehearsal: bool = False
    asks: tuple[Ask, ...] = ()
    later: tuple[Ask, ...] = ()
    gates: tuple[Gate, ...] = ()
    claims: tuple[Claim, ...] = ()
    forecast: Forecast | None = None
    advice: Advice | None = None
    scores: tuple[Score, ...] = ()
    gains: tuple[Measurement, ...] = ()
    metrics: tuple[Measurement, ...] = ()
    values: tuple[Measurement, ...] = ()
    slices: tuple[Measurement, ...] = ()
    decisions_over: tuple[Measurement, ...] = ()
    decisions_told: Mapping[str, str] = field(default_factory=dict)
    costs: tuple[Measurement, ...] = ()
    compared_values: tuple[Measurement, ...] = ()
    differences: tuple[Measurement, ...] = ()
    matters: tuple[Measurement, ...] = ()
    curve: tuple[tuple[int, Measurement], ...] = ()
    curve_says: str = ""
    findings: tuple[Finding, ...] = ()
    unsealed: tuple[Measurement, ...] = ()
    controls: tuple[Measurement, ...] = ()
    controls_say: str = ""
    only_decide: frozenset[str] = frozenset()
    limits: tuple[Measurement, ...] = ()
    spoilt: tuple[Measurement, ...] = ()
    clear: frozenset[str] = frozenset()
    simplified: Simplified | None = None
    reframing: Reframing | None = None
    failures: tuple[Measurement, ...] = ()
    mistakes: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    rows_per_month: float | None = None
    cases: str = "cases"
    unit: str = ""
    status_quo: str = ""
    chosen: str = ""
    best: str = ""
    simplest: str = ""
    apart: tuple[str, ...] = ()
    same_as_best: bool = False
    policy: str = ""
    check_ins: tuple[CheckIn, ...] = ()
    quiet: Mapping[str, date] = field(default_factory=dict)
    proposals: tuple[Tabled, ...] = ()
    goals: tuple[Move, ...] = ()
    acts: tuple[Act, ...] = ()
    searches: tuple[Searched, ...] = ()
    tried: tuple[Tried, ...] = ()
    looks: tuple[Placed[Look], ...] = ()
    looks_agreed: int | None = None
    mockups: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    made: datetime | None = None
    version: str = ""

    @property
    def gate(self) -> Gate | None:
        """The last gate, or None when none was held yet."""
        return self.gates[-1] if self.gates else None

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Claim id -> its latest verdict."""
        return {verdict.claim: verdict for gate in self.gates for verdict in gate.verdicts}

    @property
    def criterion(self) -> Claim | None:
        """The success criterion, or None when there is none."""
        return next((claim for claim in self.claims if claim.kind == "criterion"), None)

    @property
    def baseline(self) -> str:
        """Name of what the others are held against: what is done today, else what the gains were measured over."""
        return self.status_quo or next((one.against for one in self.gains if one.against), "")

    @property
    def than(self) -> str:
        """What gains are held against, in words that follow "better than"."""
        against = next((one.against for one in self.gains if one.against), "")
        if against in ("", "status_quo", self.status_quo) and against != "baseline":
            return "today"
        named = {"constant": "always giving the same answer", "baseline": "the baseline"}
        return named.get(against, f"“{against}”")

    @property
    def candidates(self) -> tuple[str, ...]:
        """Names of all candidates measured, in the order met."""
        measured = (*self.gains, *self.values, *self.metrics)
        return tuple(dict.fromkeys(one.candidate for one in measured if one.candidate and not one.slice))

    def gain_of(self, candidate: str) -> Measurement | None:
        """The gain of a candidate over all rows, or None when it was not measured."""
        return _of(self.gains, candidate)

    def value_of(self, candidate: str) -> Measurement | None:
        """The value of a candidate's decisions over all rows, or None when it was not measured."""
        return _of(self.values, candidate)

    def metric_of(self, candidate: str, name: str) -> Measurement | None:
        """A metric of a candidate over all rows, or None when it was not measured."""
        return _of(tuple(one for one in self.metrics if one.name == name), candidate)


def _of(measurements: tuple[Measurement, ...], candidate: str) -> Measurement | None:
    return next((one for one in measurements if one.candidate == candidate and not one.slice), None)
