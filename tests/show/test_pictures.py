import re
from xml.etree import ElementTree

import pytest

from shipworthy.show.pictures import Dot, Scale, curve, dots, periods

SVG = "{http://www.w3.org/2000/svg}"
EUR = Scale("EUR", "EUR per month", goal=20.0)
ROWS = (Dot("a", 10, 5, 15, strong=True), Dot("b", 30), Dot("c", -10, -20, 0))


def positions(svg: str) -> list[float]:
    """Where the dots stand: the transforms of filled circles, left to right as drawn."""
    return [float(x) for x, shape in re.findall(r'translate\(([-\d.]+),[-\d.]+\)" d="M[\d.]+,0A([\d.]+)', svg)]


def test_the_picture_is_well_formed_and_scales_with_its_place() -> None:
    root = ElementTree.fromstring(dots(ROWS, EUR, "Gains"))
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox", "").startswith("0 0 360 ")
    assert root.get("width") is None
    assert root.findtext(f"{SVG}title") == "Gains"


def test_dots_stand_where_their_numbers_are() -> None:
    first, second, third = positions(dots(ROWS, EUR, "Gains"))
    assert third < first < second
    assert (first - third) == pytest.approx(second - first, abs=0.05)


def test_the_words_of_a_picture_tell_every_number() -> None:
    says = ElementTree.fromstring(dots(ROWS, EUR, "Gains")).findtext(f"{SVG}desc") or ""
    assert says.startswith("a: 10 EUR, very likely between 5 and 15 EUR; b: 30 EUR; c: -10 EUR")


def test_colours_follow_the_page() -> None:
    svg = str(dots(ROWS, EUR, "Gains"))
    assert "var(--accent" in svg
    assert "var(--goal" in svg
    assert not re.search(r'(?:fill|stroke)="(?!none|var\(|transparent)[^"]*"', svg)


def test_nothing_given_is_nothing_drawn() -> None:
    assert not dots((), EUR, "x")
    assert not periods((), None, EUR, "x")
    assert not curve([(100, Dot("", 1))], EUR, "x")


def test_names_are_shown_as_they_are_and_never_run() -> None:
    svg = dots([Dot("<script>x</script>", 1, 0, 2)], EUR, "a & <b>")
    root = ElementTree.fromstring(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>x</script>" in [text.text for text in root.iter(f"{SVG}text")]
    assert root.findtext(f"{SVG}title") == "a & <b>"


def test_text_that_looks_like_an_attribute_is_kept() -> None:
    root = ElementTree.fromstring(dots([Dot('a role="x" 1.23456', 1)], EUR, "t"))
    assert 'a role="x" 1.23456' in [text.text for text in root.iter(f"{SVG}text")]


def test_periods_show_each_period_and_the_range_to_come() -> None:
    gains = [("2024-01", 10.0), ("2024-02", 30.0), ("2024-03", 20.0)]
    with_band = periods(gains, Dot("next", 20, -5, 45), EUR, "By month")
    says = ElementTree.fromstring(with_band).findtext(f"{SVG}desc") or ""
    assert "Jan 24: 10 EUR" in says
    assert "expected next: 20 EUR, very likely between -5 and 45 EUR" in says
    assert ">next<" in with_band
    assert ">next<" not in periods(gains, None, EUR, "By month")


def test_many_periods_keep_their_last_label() -> None:
    gains = [(f"2024-W{week:02}", float(week)) for week in range(1, 53)]
    svg = periods(gains, None, EUR, "By week")
    labels = re.findall(r">(2024-W\d\d)<", re.sub(r"<desc>.*?</desc>", "", svg))
    assert labels[-1] == "2024-W52"
    assert len(labels) <= 6


def test_the_learning_curve_is_drawn_over_rows() -> None:
    points = [(1000, Dot("", 0.3, 0.25, 0.35)), (30_000, Dot("", 0.4, 0.38, 0.42))]
    svg = curve(points, Scale("1", "accuracy", zero=False), "Learning curve")
    assert "1,000 rows: 0.3, very likely between 0.25 and 0.35" in svg
    assert "rows learned from" in svg


def test_a_period_name_with_quotes_breaks_nothing() -> None:
    svg = periods([('it\'s "a"\\', 1.0), ("b", 2.0)], None, EUR, "x")
    ElementTree.fromstring(svg)
