"""Whatever is wrong with what a user hands in: one message on standard error, the right status, and nothing else."""

import gzip
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.sample import (
    DOCUMENT,
    Break,
    Told,
    both,
    candidate,
    cut,
    folder_instead,
    gone,
    joined,
    make,
    model,
    powerless,
    run,
    swap,
    write,
)


@dataclass(frozen=True)
class Broken:
    """A project broken in one way.

    Attributes:
        name: of the case.
        act: breaks it.
        words: that the message has to hold.
        verb: that is run on it.
    """

    name: str
    act: Break
    words: tuple[str, ...]
    verb: tuple[str, ...] = ("check",)


def broken(name: str, act: Break, *words: str, verb: tuple[str, ...] = ("check",)) -> Broken:
    return Broken(name, act, words, verb)


DOCUMENTS = [
    broken("empty", write(""), "the project document is empty", "project.yaml"),
    broken("comments only", write("# nothing yet\n"), "empty"),
    broken("a list", write("- a\n- b\n"), "not made of named fields", "project.yaml:1"),
    broken("one word", write("hello"), "not made of named fields", "hello"),
    broken("cut in a bracket", cut("project.yaml", 300), "half-written", "project.yaml:9"),
    broken("tabs", swap("  ", "\t"), "half-written", "project.yaml:3"),
    broken("zero bytes", write(DOCUMENT.encode() + b"\0\0"), "not a YAML text"),
    broken("latin-1", write("project: ördrs\n".encode("latin-1")), "UTF-8", "project.yaml:1", "0xf6"),
    broken("utf-16", write(DOCUMENT.encode("utf-16")), "UTF-8", "0xff"),
    broken("a tag", write("project: !!python/object/apply:os.system ['true']\n"), "half-written", "os.system"),
    broken("two documents", write(f"{DOCUMENT}\n---\n{DOCUMENT}"), "half-written", "another document"),
    broken("a field twice", write(f"{DOCUMENT}project: two\n"), "stands twice", "project", "keep one"),
    broken("nested deeply", write("project: " + "[" * 1500), "nested too deeply"),
    broken("far too long", write("a: b\n" * 300_000), "too long"),
    broken("a folder", folder_instead("project.yaml"), "no project in this folder", "shipworthy init"),
    broken("missing", gone("project.yaml"), "no project in this folder", "shipworthy init"),
    broken("a misspelt section", swap("guardrails:", "guardrail:"), "write guardrails instead of guardrail", ":10"),
    broken("a misspelt field", swap("personal:", "persnal:"), "write personal instead of persnal", "data.persnal"),
    broken("a name instead of a source", swap("sources:\n    orders: {path: orders.csv, time: day}", "sources: a.csv"),
           "data.sources", "a.csv", "names with values below"),
    broken("words for a number", swap("at_least: 10}", "at_least: ten}"), "criterion.at_least", "ten", "a number"),
    broken("nan for a number", swap("at_least: 10}", "at_least: .nan}"), "criterion.at_least", "nan", "not infinite"),
    broken("nan rows", swap("per: 100", "per: .nan"), "criterion.per", "nan"),
    broken("an infinite amount", swap("true_positive: 10", "true_positive: .inf"), "value.outcomes", "the amount inf"),
    broken("a list for a word", swap("group: day", "group: [day]"), "evaluation.group", "['day']", "text"),
    broken("an unknown role", swap("business-owner, ", "boss, "), "people.ann.roles", "boss", "business-owner"),
    broken("an unknown metric", swap("average_precision", "average_precison"), "average_precision", "average_precison"),
]  # fmt: skip

SOURCES = [
    broken("missing", gone("orders.csv"), "the file of `orders` is missing", "orders.csv", verb=("learn",)),
    broken("misspelt", swap("orders.csv", "order.csv"), "did you mean orders.csv?", verb=("learn",)),
    broken("a folder", folder_instead("orders.csv"), "is a folder", "one file"),
    broken("empty", write("", "orders.csv"), "is empty", "0 bytes"),
    broken("a header only", write("day,amount,region,email,late\n", "orders.csv"), "no rows", "5 columns"),
    broken("blank lines", write("\n\n\n", "orders.csv"), "cannot be read"),
    broken("no text", write(b"\0\1\2" * 900, "orders.csv"), "not text"),
    broken("cut Parquet", both(write(b"PAR1" + bytes(300), "orders.parquet"), swap("orders.csv", "orders.parquet")),
           "complete Parquet"),
    broken("a spreadsheet", both(write(b"PK", "orders.xlsx"), swap("orders.csv", "orders.xlsx")), ".xlsx", "CSV"),
    broken("cut gzip", both(write(gzip.compress(b"a,b\n" * 999)[:30], "o.csv.gz"), swap("orders.csv", "o.csv.gz")),
           "cannot be read", "cut off"),
    broken("a joined one missing", both(joined("region"), gone("regions.csv")), "`regions` is missing",
           verb=("learn",)),
]  # fmt: skip

COLUMNS = [
    broken("target", swap("column: late, positive: \"late = 'yes'\"", "column: lat"), "data.target", "`late`"),
    broken("positive", swap("late = 'yes'", "lat = 'yes'"), "data.target.positive", "did you mean `late`?"),
    broken("no rule", swap("late = 'yes'", "late ==== yes"), "data.target.positive", "late ==== yes"),
    broken("slices", swap("slices: [region]", "slices: [regin]"), "evaluation.slices", "did you mean `region`?"),
    broken("guardrail", swap("by: region", "by: regoin"), "guardrails", "did you mean `region`?"),
    broken("rule", swap("amount > 130", "amout > 130"), "problem.status_quo.rule", "did you mean `amount`?"),
    broken("rule half-written", swap("amount > 130", "amount >"), "problem.status_quo.rule", "amount >"),
    broken("rule of text", swap("amount > 130", "region > 130"), "problem.status_quo.rule", "compare"),
    broken("rule without yes or no", swap("amount > 130", "amount + 130"), "not yes or no"),
    broken("past decisions", swap('{rule: "amount > 130"}', "{column: amuont}"), "problem.status_quo.column"),
    broken("amounts", swap("true_positive: 10", "true_positive: amnt"), "success.value", "did you mean `amount`?"),
    broken("amounts of text", swap("true_positive: 10", "true_positive: region"), "are not numbers", "success.value"),
    broken(
        "split.time", swap("group: day, slices", "split: {time: daay}, slices"), "evaluation", "did you mean `day`?"
    ),
    broken("time of a source", swap("time: day}", "time: daay}"), "data.sources.orders", "did you mean `day`?"),
    broken("time without times", swap("time: day}", "time: region}"), "cannot order the rows", "region"),
    broken("group", swap("group: day", "group: daay"), "daay", "did you mean `day`?"),
    broken("personal", swap("[email]", "[emial]"), "data.personal", "did you mean `email`?"),
    broken("key", swap("time: day}", "time: day, key: [idd]}"), "data.sources.orders", "idd"),
    broken("join, here", joined("{regin: region}"), "data.sources.regions", "did you mean `region`?"),
    broken("join, there", joined("{region: regin}"), "data.sources.regions", "did you mean `region`?"),
]


def table(change: str, kind: str = "") -> Break:
    """The table with every outcome, or the sixth one, changed; with `kind`, a document without `positive`."""

    def act(folder: Path) -> None:
        head, *rows = (folder / "orders.csv").read_text().splitlines()
        cells = [row.split(",") for row in rows]
        for place, row in enumerate(cells):
            row[-1] = change if kind != "number" or place == 5 else f"{place * 1.5}"
        (folder / "orders.csv").write_text("\n".join([head, *(",".join(row) for row in cells)]))
        if kind:
            text = "project: r\ndata: {sources: {orders: {path: orders.csv, time: day}}, target: {column: late}}\n"
            (folder / "project.yaml").write_text(text)

    return act


TARGETS = [
    broken("one class", table("no"), "fewer than two classes", "'no'"),
    broken("one class, bare", table("no", "bare"), "fewer than two classes", "column late"),
    broken("all missing", table(""), "no known outcome", "400 empty rows"),
    broken("all missing, bare", table("", "bare"), "no known outcome"),
    broken("infinite", table("inf", "number"), "what is no number", "inf in 1 rows", "leave the cell empty"),
    broken("nothing kept aside", swap("group: day, slices", "split: {holdout_from: 2030-01-01}, slices"),
           "no row is kept aside", "2030-01-01"),
    broken("nothing to learn from", swap("group: day, slices", "split: {holdout_from: 2001-01-01}, slices"),
           "no row is left to learn from"),
]  # fmt: skip

CANDIDATES = [
    broken("raises on import", candidate("raise ValueError('boom')"), "boom", "ValueError"),
    broken("leaves on import", candidate("import sys; sys.exit(3)"), "while it is imported", "SystemExit"),
    broken("half-written", candidate("def build(:"), "invalid syntax", "mine.py, line 1"),
    broken("builds nothing", candidate("def build(): pass"), "no fit and predict", "NoneType"),
    broken("misspelt module", candidate("", "{name: ours, factory: 'mne:build'}"), "did you mean mine?"),
    broken("misspelt function", candidate("def build(): pass", "{name: ours, factory: 'mine:buld'}"), "mean build?"),
    broken("misspelt class", candidate("", "{name: ours, estimator: sklearn.linear_model.LogisticRegresion}"),
           "did you mean LogisticRegression?"),
    broken("fails to learn", candidate(model(fit="raise ValueError('bad fit')")), "while it learns: bad fit"),
    broken("leaves while learning", candidate(model(fit="raise SystemExit(4)")), "while it learns", "sys.exit(4)"),
    broken("answers nan", candidate(model(answer="np.full((len(rows), 2), np.nan)")), "not a number (NaN)", "rows"),
    broken("answers too little", candidate(model(answer="np.zeros(3)")), "another number of predictions", "3"),
]  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path / "project")


def check_message(told: Told, *words: str) -> None:
    assert told.status == 2, told
    assert "Traceback" not in told.err
    for word in words:
        assert word in told.err
    assert told.err.startswith("shipworthy: ")
    labels = ("where: ", "seen: ", "allowed: ", "next: ")
    assert any(label in told.err for label in labels)
    assert not any(line.rstrip().endswith(tuple(label.strip() for label in labels)) for line in told.err.splitlines())


@pytest.mark.parametrize("case", [*DOCUMENTS, *SOURCES, *COLUMNS, *TARGETS], ids=lambda case: case.name)
def test_what_is_broken_is_told_in_one_message_and_the_mended_project_goes_on(case: Broken, project: Path) -> None:
    whole = shutil.copytree(project, project.with_name("whole"))
    case.act(project)
    told = run(*case.verb, "--project", project, home=project / "home")
    check_message(told, *case.words)
    assert told.out == ""
    for place in ("project.yaml", "orders.csv"):
        if (project / place).is_dir():
            (project / place).rmdir()
        shutil.copy(whole / place, project / place)
    assert run("check", "ideation", "--project", project, home=project / "home").status == 1
    assert run("ledger", "--project", project, home=project / "home").status == 0


@pytest.mark.parametrize("case", CANDIDATES, ids=lambda case: case.name)
def test_a_candidate_that_fails_is_told_and_stops_no_other(case: Broken, project: Path) -> None:
    case.act(project)
    told = run("evaluate", "ours", "--project", project, "--json", home=project / "home")
    check_message(told, "ours failed: ", "candidates.ours", *case.words)
    assert told.document["failures"]["ours"]["error"] == "CandidateError"
    assert list(told.document["candidates"]) == ["constant", "status_quo"]


def test_what_a_candidate_prints_stays_out_of_the_json(project: Path) -> None:
    candidate(model(fit="print('HELLO')"))(project)
    told = run("evaluate", "ours", "--project", project, "--json", home=project / "home")
    assert (told.status, "ours" in told.document["candidates"]) == (0, True)
    assert "HELLO" not in told.out + told.err


def test_with_json_an_error_is_one_document_on_standard_output_too(project: Path) -> None:
    gone("orders.csv")(project)
    told = run("learn", "--project", project, "--json", home=project / "home")
    assert told.status == told.document["exit_status"] == 2
    assert told.document["error"] == "SourceError"
    assert set(told.document) == {"error", "what", "where", "seen", "next", "exit_status"}
    check_message(told, told.document["what"], told.document["next"])


LEDGERS: dict[str, tuple[Break, str]] = {
    "noise": (lambda home: (home / "ledger.sqlite").write_bytes(bytes(range(256)) * 20), "damaged or is no ledger"),
    "text": (lambda home: (home / "ledger.sqlite").write_text("hello"), "damaged or is no ledger"),
    "a folder": (lambda home: (home / "ledger.sqlite").mkdir(), "cannot be opened"),
}


@pytest.mark.parametrize("case", LEDGERS)
def test_a_ledger_that_is_none_is_left_alone_and_told(case: str, project: Path, tmp_path: Path) -> None:
    act, words = LEDGERS[case]
    home = tmp_path / "home"
    home.mkdir()
    act(home)
    before = [(path.name, path.is_file() and path.read_bytes()) for path in home.iterdir()]
    check_message(run("check", "--project", project, home=home), words, str(home))
    assert [(path.name, path.is_file() and path.read_bytes()) for path in home.iterdir()] == before


def test_a_ledger_cut_short_is_told(project: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("check", "ideation", "--project", project, home=home)
    cut("ledger.sqlite", 20_000)(home)
    check_message(run("check", "ideation", "--project", project, home=home), "damaged", "ledger import")


@pytest.mark.slow  # for the ten seconds that it waits
def test_a_ledger_that_another_program_writes_to_is_told_and_the_next_run_goes_on(
    project: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    run("ledger", "--project", project, home=home)
    other = sqlite3.connect(home / "ledger.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    check_message(run("check", "ideation", "--project", project, home=home), "locked by another program", str(home))
    other.execute("ROLLBACK")
    other.close()
    assert run("check", "ideation", "--project", project, home=home).status == 1


ADDRESSES = {
    "nonsense": "cannot be understood",
    "mysql://host/db": "this kind of database",
    "postgresql://ann:secret@127.0.0.1:1/team": "cannot be reached",
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_a_wrong_address_of_the_ledger_is_told_without_its_password(url: str, project: Path) -> None:
    pytest.importorskip("psycopg")
    told = run("check", "--project", project, home=project / "home", SHIPWORTHY_URL=url)
    check_message(told, ADDRESSES[url], "SHIPWORTHY_URL")
    assert "secret" not in told.err


@pytest.mark.parametrize("home", ["~nobodyofthisname/ledger", "/dev/null/ledger"])
def test_a_home_that_cannot_be_is_told(home: str, project: Path) -> None:
    check_message(run("check", "ideation", "--project", project, home=home), home.partition("/ledger")[0])


def test_a_server_of_mlflow_out_of_reach_stops_nothing(project: Path) -> None:
    told = run(
        "evaluate", "--project", project, "--json", home=project / "home", MLFLOW_TRACKING_URI="http://127.0.0.1:1"
    )
    assert told.status == 0
    assert "linear" in told.document["candidates"]
    assert any("no run was logged to http://127.0.0.1:1" in notice for notice in told.document["notices"])


@pytest.mark.parametrize("what", ["cache", "snapshots"])
def test_damaged_files_of_ours_are_made_again_with_the_same_numbers(what: str, project: Path) -> None:
    first = run("evaluate", "--project", project, "--json", home=project / "home").document["candidates"]
    for path in (project / ".shipworthy" / what).rglob("*.*"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if path.suffix != ".json" else b"{")
    again = run("evaluate", "--project", project, "--json", home=project / "other").document["candidates"]
    assert {name: each["measurements"] for name, each in again.items()} == {
        name: each["measurements"] for name, each in first.items()
    }


def forbidden(act: Break, verb: tuple[str, ...], *words: str) -> Broken:
    return Broken("", act, words, verb)


PERMISSIONS = {
    "source": forbidden(lambda folder: (folder / "orders.csv").chmod(0), ("check", "data"), "may not be read"),
    "document": forbidden(
        lambda folder: (folder / "project.yaml").chmod(0), ("check",), "cannot be read", "permission"
    ),
    "project": forbidden(lambda folder: folder.chmod(0o555), ("check", "data"), "may not be written", ".shipworthy"),
    "hidden project": forbidden(lambda folder: folder.chmod(0), ("check",), "may not be read or written"),
    "home": forbidden(lambda folder: (folder.parent / "home").chmod(0o555), ("check",), "ledger", "SHIPWORTHY_HOME"),
    "report": forbidden(lambda folder: folder.chmod(0o555), ("report",), "may not be written", "report.html"),
}


@pytest.mark.parametrize("name", PERMISSIONS)
def test_missing_permission_is_told(name: str, project: Path, tmp_path: Path) -> None:
    case, home = PERMISSIONS[name], tmp_path / "home"
    home.mkdir()
    run("ledger", "--project", project, home=home)
    if name == "home":
        (home / "ledger.sqlite").unlink()
    with powerless(tmp_path):
        case.act(project)
        told = run(*case.verb, "--project", project, home=home)
        project.chmod(0o755)
        home.chmod(0o755)
    check_message(told, *case.words)


def test_a_report_may_go_to_a_device_which_is_written_into_and_not_replaced(project: Path) -> None:
    device = Path("/dev/full")
    if not device.is_char_device():
        pytest.skip("this system has no device that is always full")
    check_message(run("report", "--project", project, "-o", device, home=project / "home"), "disk is full", "/dev/full")
    assert device.is_char_device()


def test_a_report_follows_a_link_and_does_not_replace_it(project: Path) -> None:
    (project / "page.html").symlink_to(project / "elsewhere.html")
    assert run("report", "--project", project, "-o", project / "page.html", home=project / "home").status == 0
    assert (project / "page.html").is_symlink()
    assert (project / "elsewhere.html").stat().st_size > 1000
