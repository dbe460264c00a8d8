"""What the document asks of the rooms that know no document: sources, target, worth, splits, candidates."""

from typing import Final, Literal

from msgspec import UNSET, UnsetType

from shipworthy.records.record import Record
from shipworthy.records.tuning import Setting, Tuning

Expectation = Literal["many_to_one", "one_to_one", "any"]
TaskKind = Literal["binary", "multiclass", "regression"]
Missing = Literal["unknown", "no", "yes"]
CALENDAR: Final = ("hour", "day", "week", "month", "quarter", "year")
"""Periods that any time tells; another period is the name of a column."""
StatusQuoKind = Literal["rule", "column", "rates", "nothing", "unknown"]


class AsOf(Record, frozen=True):
    """Joining what was known by then.

    Attributes:
        left: time column of the rows that are asked about.
        right: time column of the source.
        lag: seconds before `left` by which it had to be known.
        within: seconds; older knowledge than that counts as none. None is no limit.
    """

    left: str
    right: str
    lag: float = 0.0
    within: float | None = None


class Join(Record, frozen=True):
    """How a source is joined to the base rows.

    Attributes:
        left: columns of the base rows.
        right: columns of the source, in the same order.
        expect: how many rows of the source one base row may meet.
        as_of: for what changes with time; None joins on equal keys only.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    expect: Expectation = "many_to_one"
    as_of: AsOf | None = None


class Source(Record, frozen=True):
    """One source of data.

    Attributes:
        name: as the document calls it.
        path: file, relative to the project's folder.
        key: columns that should be unique together.
        time: column that says when.
        join: how it joins the base; None for the base itself.
    """

    name: str
    path: str
    key: tuple[str, ...] = ()
    time: str = ""
    join: Join | None = None


class Target(Record, frozen=True):
    """What is to be predicted.

    Attributes:
        column: the column that holds the outcome.
        positive: Polars SQL expression that is true for a `yes`; empty predicts the column itself.
        kind: asked for; None lets the data tell.
        missing: what an empty outcome means.
    """

    column: str
    positive: str = ""
    kind: Literal["classification", "regression"] | None = None
    missing: Missing = "unknown"


class OnePer(Record, frozen=True):
    """One row in place of all cases of a group and a stretch of time.

    Attributes:
        by: columns that name the group; empty for stretches of time alone.
        every: hour, day, week or month of the time that orders the rows; empty for groups alone.
        outcome: what turned out for all of them: `any` is a yes, or their `sum` or `mean`.
        rule: of what is done today: whether it acts on any of them; empty when there is none.
        decided: column of what was decided, put together as the outcome is; empty when there is none.
    """

    by: tuple[str, ...] = ()
    every: Literal["", "hour", "day", "week", "month"] = ""
    outcome: Literal["any", "sum", "mean"] = "any"
    rule: str = ""
    decided: str = ""


class DataSpec(Record, frozen=True):
    """All that the document says about data.

    Attributes:
        sources: the base first, then what is joined to it, in order.
        target: what is to be predicted.
        critical: columns that must not be missing.
        not_known: columns that are not known when the decision is taken; kept out of the features.
        personal: columns declared personal.
        not_personal: columns that look personal and are declared not to be.
        drop: columns to leave out for other reasons.
        time: column that orders the rows for the split; empty when there is none.
        group: column of what is independent, or `day`, `week`, `month` of `time`; empty for rows.
        only: Polars SQL expression that is true for the rows that are meant; unset means all of them.
        one_per: one row in place of several of the rows that are meant; unset means every row.
    """

    sources: tuple[Source, ...]
    target: Target
    critical: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    not_personal: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    time: str = ""
    group: str = ""
    only: str | UnsetType = UNSET
    one_per: OnePer | UnsetType = UNSET


class Task(Record, frozen=True):
    """What kind of answer is predicted.

    Attributes:
        kind: binary, multiclass or regression.
        classes: labels in the order of scores; for binary the negative one first. Empty for regression.
        unit: of the target, for regression.
    """

    kind: TaskKind
    classes: tuple[str, ...] = ()
    unit: str = ""

    @property
    def positive(self) -> str:
        """The label that a binary score is the probability of."""
        return self.classes[1] if self.kind == "binary" else ""


class CostPoint(Record, frozen=True):
    """What one size of error costs.

    Attributes:
        off: the error: how much was predicted less what turned out; below 0 is too low.
        costs: amount, or the name of a column that holds it.
    """

    off: float
    costs: float | str

    @property
    def name(self) -> str:
        """How the amount is called.

        >>> CostPoint(off=-60, costs=400).name
        '60-too-low'
        """
        return f"{abs(self.off):g}-too-{'low' if self.off < 0 else 'high'}" if self.off else "right"


class Top(Record, frozen=True):
    """Only so many cases of each period can be acted on, and those with the highest scores are.

    Attributes:
        k: cases of a period.
        per: `day`, `week`, `month`…, or a column whose values are the periods.
    """

    k: int
    per: str


class Call(Record, frozen=True):
    """A function of the project that says what each decision was worth.

    Attributes:
        name: `module:function` in the project's folder.
        reads: columns that it needs beside those that are learned from.
        code: digest of the code that lies beside it; empty until it was loaded.
    """

    name: str
    reads: tuple[str, ...] = ()
    code: str = ""


class Worth(Record, frozen=True):
    """What one decision is worth, given what turned out.

    Fields that came later are unset, not empty, so that what was written down before keeps its digest.

    Attributes:
        unit: of the amounts, such as `USD`; empty when no value was agreed.
        outcomes: decision -> outcome -> amount, or the name of a column that holds it.
        under: for regression, cost of each unit that the prediction was too low, or the name of a column.
        over: for regression, cost of each unit that the prediction was too high, or the name of a column.
        agreed: False when nobody said what a decision is worth; value is then a metric and nothing can be signed.
        points: for regression, what errors cost, from far too low to far too high; in proportion in between, and
            beyond the ends as steeply as before.
        top: which rows are acted on, where not all that would pay can be.
        call: the function that says it, instead of amounts.
    """

    unit: str = ""
    outcomes: dict[str, dict[str, float | str]] = {}
    under: float | str | None = None
    over: float | str | None = None
    agreed: bool = True
    points: tuple[CostPoint, ...] | UnsetType = UNSET
    top: Top | UnsetType = UNSET
    call: Call | UnsetType = UNSET

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that hold amounts, or name periods, or are read by the function."""
        cells = [amount for row in self.outcomes.values() for amount in row.values()]
        costs = [self.under, self.over, *(point.costs for point in self.points or ())]
        named = [each for each in (*cells, *costs) if isinstance(each, str)]
        named += [self.top.per] if self.top and self.top.per not in CALENDAR else []
        named += self.call.reads if self.call else ()
        return tuple(dict.fromkeys(named))


class StatusQuo(Record, frozen=True):
    """What is done today.

    Attributes:
        kind: a rule, a column of past decisions, claimed rates, nothing at all, or unknown.
        rule: Polars SQL expression that is true where today's answer is `yes`.
        column: column that holds what was decided or predicted.
        rates: outcome -> decision -> share, as claimed.
        source: where the claimed rates come from.
    """

    kind: StatusQuoKind = "unknown"
    rule: str = ""
    column: str = ""
    rates: dict[str, dict[str, float]] = {}
    source: str = ""


class Split(Record, frozen=True):
    """Which rows are learned from and which are kept aside.

    Attributes:
        time: column that orders the rows; empty draws at random.
        holdout_from: first time that is kept aside (ISO 8601).
        holdout_until: first time after it that is not used at all; empty uses all that follow.
        holdout_share: share kept aside when no time is given, between 0 and 1.
        group: column whose rows stay together; empty for rows.
        groups: with both time and group, who is asked about: groups that are `new`, never learned from before, or
            groups `drawn` at random, whose earlier rows nothing is learned from.
        period: length of the rolling-origin periods: day, week, month, quarter; empty chooses by the data.
        folds: number of folds.
        seed: of random draws.
    """

    time: str = ""
    holdout_from: str = ""
    holdout_until: str = ""
    holdout_share: float = 0.2
    group: str = ""
    groups: Literal["new", "drawn"] = "new"
    period: str = ""
    folds: int = 4
    seed: int = 0


CandidateKind = Literal[
    "constant", "status_quo", "estimator", "factory", "module", "function", "mlflow", "rule", "column", "predictions"
]
GIVEN: Final = ("function", "mlflow", "rule", "column", "predictions")
"""Kinds of candidates that come finished."""


class Limits(Record, frozen=True):
    """What one fit, with its answers, may take; where nothing is said, a day and nine tenths of the machine's memory.

    Attributes:
        seconds: of time, from the start of its process; None where nothing is said.
        bytes: of memory, libraries included, features shared with others not; None where nothing is said.
    """

    seconds: float | None = None
    bytes: float | None = None


class CandidateSpec(Record, frozen=True):
    """One attempt on the roadmap.

    Attributes:
        name: unique in the project.
        kind: what it is; the constant, the status quo, or how it is built.
        target: what the document says of that: an import path, `module:name`, a rule, a column, a file or a model.
        parameters: handed to the estimator, factory, module or function.
        features: `trees` (category codes, empty values kept), `linear` (scaled, one-hot, filled) or `raw` (the frame
            as it is); empty chooses by the estimator.
        glass_box: True when a person can read why it says what it says.
        complexity: 0 is the simplest; ties are broken by the order of the roadmap.
        limits: what one fit may take; more ends it.
        trained_until: the newest row that it learned from before it came here, or `never`; empty when nobody says.
        reads: columns that it gets beside the features.
        tune: what is searched within the rows that each fold learns from; unset where nothing is.
        seeds: how often it learns, each time with another seed, where it takes one; unset is once.
        after: candidates whose answers it learns from, beside the features.
    """

    name: str
    kind: CandidateKind
    target: str = ""
    parameters: dict[str, Setting] = {}
    features: Literal["", "trees", "linear", "raw"] = ""
    glass_box: bool = False
    complexity: int = 0
    limits: Limits = Limits()
    trained_until: str = ""
    reads: tuple[str, ...] = ()
    tune: Tuning | UnsetType = UNSET
    seeds: int | UnsetType = UNSET
    after: tuple["CandidateSpec", ...] = ()

    @property
    def own_code(self) -> bool:
        """Whether it needs Python files of the project."""
        return self.kind in ("factory", "function", "module") or any(one.own_code for one in self.after)

    @property
    def fitted_once(self) -> bool:
        """Whether it is finished as it comes: it learns nothing of the rows it is asked about here."""
        return self.kind in GIVEN
