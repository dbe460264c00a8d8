"""The forecaster's advice as people read it: one voice with the gate, and nothing told five times."""

from msgspec import structs

from shipworthy.forecast.advise import advise
from shipworthy.forecast.situation import Planned, Reading, Situation
from shipworthy.show.advice import told
from shipworthy.show.report import report
from shipworthy.show.story import Story

SHIP = advise(Situation(target=10.0, readings=(Reading(20.0, 0.1),), planned=(Planned("a"),), value=1000.0, cost=10.0))
GATE = "the gate at the end of the trial says “go back to the idea”: nobody agreed to the goal"


def test_what_the_gate_holds_back_is_not_called_ready() -> None:
    assert told(SHIP).title == "Ship it"
    held = told(structs.replace(SHIP, held_back=GATE))
    assert held.title == "Do not ship yet"
    assert held.says.startswith(f"Do not ship yet: {GATE.capitalize()}"[:40])
    assert "Once it opens: Ship what there is" in held.says


def test_what_keeps_every_question_open_is_told_once_and_without_a_place_in_the_document() -> None:
    open_ended = advise(Situation(target=None))
    assert told(open_ended).questions == ()
    page = report(Story(title="x", advice=open_ended))
    assert "nobody said what the target is" in page.lower()
    assert "success.criterion" not in page
    assert "five questions" not in page
    assert "five questions" in report(Story(title="x", advice=SHIP))
