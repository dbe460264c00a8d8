"""What is put on record on the board can be taken back there, and two people do not decide over each other's heads."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shipworthy.workflow.shelf import Shelf
from tests.board import sample
from tests.board.site import Visitor, board

AT = f"/projects/{sample.NAME}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "p")


@pytest.fixture
def visitor(root: Path) -> Iterator[Visitor]:
    with board(root) as visitor:
        yield visitor


def entries(page: str) -> list[tuple[str, str]]:
    form = page.split('id="undo-entry"')[1].split("</select>", maxsplit=1)[0]
    return re.findall(r'<option value="(\d+)">([^<]*)</option>', form)


def decide(visitor: Visitor, over: str = "", **fields: str) -> int:
    given = {"person": "ines", "choice": "stay", "why": "We wait", "over": over, **fields}
    return visitor.post(f"{AT}/decide", csrf=visitor.csrf(AT), **given).status


def test_a_decision_is_taken_back_and_brought_back_and_stays_on_the_page(visitor: Visitor, root: Path) -> None:
    before = [each for each, _ in entries(visitor.get(AT).text)]
    assert decide(visitor) == 303
    page = visitor.get(AT).text
    (entry,) = [each for each in entries(page) if each[0] not in before]
    assert "ines: stay at the end of" in entry[1]
    done = visitor.post(f"{AT}/undo", csrf=visitor.csrf(AT), person="ines", entry=entry[0], why="too early")
    assert (done.status, done.headers["location"]) == (303, f"{AT}?done=undo")
    page = visitor.get(done.headers["location"]).text
    assert "It is taken back; both stay on record." in page
    assert "<s>Stay with" in page
    assert "Taken back by ines: too early." in page
    with Shelf([root]) as shelf:
        assert "We wait" not in [each.why for each in shelf[sample.NAME].known().story.decisions]
    newest = entries(page)[0]
    assert "undid entry" in newest[1]
    assert entry[0] not in [each for each, _ in entries(page)]
    done = visitor.post(f"{AT}/undo", csrf=visitor.csrf(AT), person="ines", entry=newest[0], why="it was right")
    assert done.status == 303
    with Shelf([root]) as shelf:
        assert "We wait" in [each.why for each in shelf[sample.NAME].known().story.decisions]


@pytest.mark.parametrize(
    ("entry", "why", "says"),
    [
        ("", "so", "no such entry"),
        ("99999", "so", "no such entry"),
        ("1", "", "needs its reason"),
        ("x", "so", "no such"),
    ],
)
def test_what_cannot_be_taken_back_says_why(visitor: Visitor, entry: str, why: str, says: str) -> None:
    answer = visitor.post(f"{AT}/undo", csrf=visitor.csrf(AT), person="ines", entry=entry, why=why)
    assert answer.status == 422
    assert says in answer.text


def test_the_form_knows_the_decision_that_its_reader_saw(visitor: Visitor, root: Path) -> None:
    document = root / "project.yaml"
    document.write_text(document.read_text().replace("  tom:", "  eva: {roles: [business-owner]}\n  tom:"))
    seen = re.search(r'name="over" value="(\d+)"', visitor.get(AT).text)
    assert seen is not None
    assert decide(visitor, over=seen[1]) == 303
    answer = visitor.post(
        f"{AT}/decide", csrf=visitor.csrf(AT), person="eva", choice="stop", why="Too dear", over=seen[1]
    )
    assert answer.status == 422
    assert "omebody else has decided on this gate meanwhile" in answer.text
    assert "ines decided stay: We wait" in answer.text
    now = re.search(r'name="over" value="(\d+)"', visitor.get(AT).text)
    assert now is not None
    assert decide(visitor, over=now[1], person="eva", choice="stop") == 303
