"""The roadmap: how attempts are judged, which ones are planned, and what all of it assumes."""

from typing import Final, Literal, get_args

from pydantic import Field

from shipworthy.plan.limits import LimitsSection
from shipworthy.plan.section import Section
from shipworthy.plan.tuning import TuneSection
from shipworthy.plan.words import Effort, FactoryPath, ImportPath, ModelPath, Moment, Name, Names, Parameters, Share
from shipworthy.records.stage import Stage

Way = Literal["estimator", "factory", "module", "function", "mlflow", "rule", "column", "predictions"]
WAYS: Final[tuple[Way, ...]] = get_args(Way)
"""How a candidate may be built; each is a field of its entry."""


class SplitSection(Section):
    """Which rows are learned from and which are kept aside.

    Attributes:
        time: column that orders the rows; the base's time column when left out.
        holdout_from: first time that is kept aside.
        holdout_until: first time after it that is not used at all.
        holdout_share: share kept aside when no time is given.
        group: column whose rows stay together, never learned from and asked about.
        groups: with both a time and a group, who is asked about: `new` ones, never learned from before, or ones `drawn`
            at random, whose earlier rows nothing is learned from.
        sealed_from: first time from which no row is read by anything until a signature opens them, once.
        sealed_share: share of all rows that is sealed in the same way, drawn by their group or key, where rows have no
            time.
        opened_by: role of whoever may open the sealed rows.
        period: length of the rolling periods.
        folds: number of folds.
        seed: of random draws.
    """

    time: str = ""
    holdout_from: Moment | None = None
    holdout_until: Moment | None = None
    holdout_share: Share | None = None
    group: str = ""
    groups: Literal["new", "drawn"] = "new"
    sealed_from: Moment | None = None
    sealed_share: Share | None = None
    opened_by: Literal["business-owner", "product", "lead", "reviewer"] = "business-owner"
    period: Literal["day", "week", "month", "quarter"] | None = None
    folds: int = Field(default=4, ge=2)
    seed: int = Field(default=0, ge=0)


class EvaluationSection(Section):
    """How attempts are judged.

    Attributes:
        metric: what is optimised, by scikit-learn's name.
        split: which rows are kept aside.
        group: what is independent: a column, or day, week, month of the time column.
        slices: columns whose groups are looked at one by one.
        limits: what one fit of any attempt may take; an attempt may have limits of its own.
        seeds: how often an attempt that draws at random learns, each time with another seed; the mean of its answers
            counts.
    """

    metric: str = ""
    split: SplitSection = SplitSection()
    group: str = ""
    slices: Names = ()
    limits: LimitsSection = LimitsSection()
    seeds: int = Field(default=1, ge=1, le=100)


class ExpectedGain(Section):
    """What the attempt should bring beyond the best one before it, if it brings anything, in the criterion's unit.

    Attributes:
        low: that it will hardly fall below: in 1 of 20 cases.
        high: that it will hardly exceed: in 1 of 20 cases.
    """

    low: float
    high: float


class CandidateEntry(Section):
    """One attempt on the roadmap; `constant` and `status_quo` need only their name.

    One that is only planned says what it should bring, and not yet how it is built.

    Attributes:
        name: unique in the project.
        kind: what sort of attempt it is, such as features, data or model; when one fails, others of its kind are
            less likely to bring something.
        owner: person or role that states the figures and does the work.
        estimator: import path of a class that learns and predicts the way scikit-learn does.
        factory: `module:function` that builds one.
        module: `module:Name` of a PyTorch module; it learns here.
        function: `module:function` that takes a frame of rows and answers; nothing is learned here.
        mlflow: a model logged in MLflow, of any flavour: `models:/name@alias`, `models:/name/3`, `runs:/ID/model`, or
            its folder; it is not learned anew.
        rule: Polars SQL over the row's own values that is true where the answer is yes.
        column: holds past decisions or a score.
        predictions: file with the keys of the base source and one answer a row.
        trained_until: the newest row that a function, an MLflow model or predictions learned from, or `never` when
            nothing was learned; left out, it is told that it may have seen the cases kept aside.
        parameters: handed to the estimator, factory, module or function.
        tune: parameters that are searched, anew within the rows that each fold learns from; `quick` takes the few that
            matter most.
        reads: columns that a factory, function or MLflow model gets beside the features, such as the path of an image.
        after: attempts that stand above it, whose answers it learns from beside the columns; for a row that it learns
            from, each is given by a model that had not seen the row.
        features: how columns are made ready; left out, the estimator decides.
        glass_box: a person can read why it says what it says.
        complexity: 0 is the simplest.
        limits: what one fit may take, where it is not what others may.
        effort: days of work stated before it is built.
        chance: that it brings anything at all, stated before it is built.
        expect_gain: stated before it is built.
        note: prior work, ideas, reasons.
    """

    name: Name
    kind: str = ""
    owner: str = ""
    estimator: ImportPath | None = None
    factory: FactoryPath | None = None
    module: FactoryPath | None = None
    function: FactoryPath | None = None
    mlflow: ModelPath | None = None
    rule: Name | None = None
    column: Name | None = None
    predictions: Name | None = None
    trained_until: Moment | Literal["never"] | None = None
    parameters: Parameters = Field(default={})
    tune: TuneSection | None = None
    reads: Names = ()
    after: Names = ()
    features: Literal["trees", "linear", "raw"] | None = None
    glass_box: bool | None = None
    complexity: int | None = Field(default=None, ge=0)
    limits: LimitsSection = LimitsSection()
    effort: Effort | None = None
    chance: Share | None = None
    expect_gain: ExpectedGain | None = None
    note: str = ""

    @property
    def planned(self) -> bool:
        """Whether it is only stated so far, and nobody has said how it is built."""
        return not self.ways and self.expect_gain is not None

    @property
    def ways(self) -> tuple[Way, ...]:
        """How it is said to be built; exactly one, unless it is planned or a baseline."""
        return tuple(way for way in WAYS if getattr(self, way) is not None)


class AssumptionCheck(Section):
    """How an assumption is tested: the source has a row for that share of the base's rows.

    Attributes:
        source: name of the source.
        covers: share of the base's rows that have to find a row in it.
    """

    source: Name
    covers: Share


class AssumptionEntry(Section):
    """Something the project takes for true.

    Attributes:
        says: the assumption in one sentence.
        stage: whose gate asks whether it holds.
        chance: chance that it holds, as believed beforehand.
        fatal: the project should stop when it is refuted.
        owner: person or role that answers for it.
        shared: a source, a team or a supplier; assumptions of all projects that rest on the same one fail together.
        rests_on: other assumptions, by their first words; when one of them is refuted, this one has no ground.
        check: how it is tested; left out, a person answers.
    """

    says: Name
    stage: Stage = "data"
    chance: Share | None = None
    fatal: bool = False
    owner: str = ""
    shared: str = ""
    rests_on: Names = ()
    check: AssumptionCheck | None = None
