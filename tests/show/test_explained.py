import io

from shipworthy.records.bundle import Bundle
from shipworthy.records.explanation import Contribution, Explanation, Sureness
from shipworthy.records.spec import Task
from shipworthy.show.console import console
from shipworthy.show.explained import explained_text

BAKERY = Bundle(project="bakery", version=2, candidate="a", task=Task(kind="regression", unit="loaves"))
SURE = Sureness(n=300, low=80.0, high=120.0, says="8 in 10 cases like this turned out between 80 and 120 loaves.")
TOLD = Explanation(
    id="monday",
    score=101.0,
    base=90.0,
    contributions=(
        Contribution(column="day_of_week", value="Saturday", amount=14.2),
        Contribution(column="a column whose name is far too long for any table", value="x" * 70, amount=-3.2),
        Contribution(column="rain", amount=0.0),
    ),
    sure=SURE,
    says=("The answer is 101 loaves.", SURE.says, "day of week is Saturday: that adds 14.2 loaves."),
)


def said(explanation: Explanation) -> str:
    file = io.StringIO()
    console(file).print(explained_text(explanation, BAKERY))
    return file.getvalue()


def test_the_answer_comes_first_then_how_sure_then_why() -> None:
    lines = said(TOLD).splitlines()
    assert lines[0] == "The answer is 101 loaves."
    assert lines[1] == SURE.says
    assert lines[2] == "Day of week is Saturday: that adds 14.2 loaves."
    assert "90 loaves on average, and 101 loaves here" in " ".join(lines)


def test_every_column_stands_with_what_the_row_held_and_what_that_did() -> None:
    rows = [line.split("  ") for line in said(TOLD).splitlines()]
    table = {cells[0].strip(): [cell.strip() for cell in cells[1:] if cell.strip()] for cells in rows}
    assert table["day of week"] == ["Saturday", "+14.2 loaves"]
    assert table["rain"][0] == "not known"


def test_it_is_plain_and_eighty_columns_wide_where_there_is_no_terminal() -> None:
    text = said(TOLD)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_an_answer_without_reasons_is_told_without_a_table() -> None:
    assert (
        said(Explanation(id="", score=3.0, base=3.0, says=("The answer is 3 loaves.",))) == "The answer is 3 loaves.\n"
    )
