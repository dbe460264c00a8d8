from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from shipworthy.plan.document import Document
from shipworthy.plan.layout import inline, lines_of
from shipworthy.plan.reading import read_document, read_text
from shipworthy.plan.writing import document_text, write_document
from shipworthy.plan.yamltext import parse
from tests.plan.examples import FULL, MINIMAL, documents

calm = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@calm
@given(documents())
def test_what_is_written_reads_as_what_was_meant(data: dict[str, Any]) -> None:
    document = Document.model_validate(data)
    assert read_text(document_text(data), "project.yaml") == document
    assert read_text(document_text(document.to_data()), "project.yaml") == document


@calm
@given(documents())
def test_any_value_is_read_back_from_one_line_and_from_many(data: dict[str, Any]) -> None:
    assert parse(f"x: {inline(data)}", "p").data == {"x": data}
    assert parse("\n".join(lines_of(data, 0)), "p").data == data


@pytest.mark.parametrize("text", [MINIMAL, FULL])
def test_a_document_that_a_person_wrote_survives_being_written_anew(text: str, tmp_path: Path) -> None:
    document = read_text(text, "project.yaml")
    write_document(tmp_path / "project.yaml", document.to_data(), comment="Made by a test.")
    assert read_document(tmp_path / "project.yaml") == document
    assert (tmp_path / "project.yaml").read_text().startswith("# Made by a test.\nproject: returns\n")


def test_fields_are_written_in_the_order_of_the_document_whatever_the_order_they_came_in(tmp_path: Path) -> None:
    data = {
        "data": {"target": {"positive": "y > 1", "column": "y"}, "sources": {"t": {"path": "t.csv"}}},
        "project": "p",
    }
    path = tmp_path / "deep" / "project.yaml"
    write_document(path, data)
    assert path.read_text() == (
        "project: p\ndata:\n  sources: {t: {path: t.csv}}\n  target: {column: y, positive: y > 1}\n"
    )


def test_yes_and_no_are_words_and_dates_are_as_written() -> None:
    document = read_text(FULL, "project.yaml")
    assert document.success.outcome.depends_on_decision == "no"
    assert document.success.outcome.missing == "no"
    assert document.evaluation.split.holdout_from == "2026-06-01"
    other = read_text(FULL.replace("depends_on_decision: no", "depends_on_decision: false"), "project.yaml")
    assert other == document


def test_shorter_forms_mean_the_same_as_the_longer_ones() -> None:
    document = read_text(FULL, "project.yaml")
    assert document.people["ben.lee"].roles == ("data-scientist",)
    assert document.evaluation.slices == ("country",)
    assert document.stages["data"].chance == 0.8
    assert document.reviews["legal"].lead_time is None
