import numpy as np

from shipworthy.plan.mockup import mock_up
from shipworthy.plan.reading import read_text
from tests.plan.examples import FULL, MINIMAL


def test_every_form_says_the_same_and_is_marked_as_made_up() -> None:
    made = mock_up(read_text(FULL, "p"), rows=20)
    assert len(made) == 20
    for one in made:
        assert one.simulated
        assert one.frequency in one.sentence
        assert one.sentence.startswith("Made-up case ")
        assert abs(int(one.frequency.split()[0]) / 100 - one.number) < 0.0051
        assert f"Which orders get a size check: {one.label}, so " in one.sentence
        assert ("a person rings the customer" in one.sentence) == (one.label == "yes")


def test_decisions_follow_the_amounts_of_the_brief() -> None:
    # acting pays from a chance p on with 9 p - 2.5 (1 - p) >= 0
    for one in mock_up(read_text(FULL, "p"), rows=200):
        assert (one.label == "yes") == (one.number >= 2.5 / 11.5) or abs(one.number - 2.5 / 11.5) < 0.006


def test_the_same_seed_makes_the_same_cases_and_another_seed_others() -> None:
    document = read_text(MINIMAL, "p")
    assert mock_up(document) == mock_up(document)
    assert mock_up(document) != mock_up(document, seed=1)
    assert len(mock_up(document)) == 6


def test_without_amounts_the_likelier_answer_is_given() -> None:
    for one in mock_up(read_text(MINIMAL, "p"), rows=100):
        assert one.label == ("yes" if one.number >= 0.5 else "no") or one.number == 0.5
        assert ". Decision: " in one.sentence


def test_several_labels_take_the_names_of_the_brief() -> None:
    rows = ", ".join(f"{a}: {{{', '.join(f'{b}: {int(a == b)}' for b in 'xyz')}}}" for a in "xyz")
    document = read_text(f"{MINIMAL}success: {{unit: EUR, value: {{outcomes: {{{rows}}}}}}}\n", "p")
    made = mock_up(document, rows=300)
    assert {one.label for one in made} == {"x", "y", "z"}
    assert np.mean([one.label == "x" for one in made]) > 0.5
    assert all(f"turn out {one.label}" in one.sentence for one in made)


def test_numbers_come_with_the_range_of_most_cases() -> None:
    text = MINIMAL + "success: {value: {cost: {under: 1, over: 2}}}\nproblem: {action: boxes are ordered}\n"
    made = mock_up(read_text(text, "p"), rows=500)
    assert abs(np.mean([one.number for one in made]) - 100) < 5
    for one in made:
        low, high = int(one.frequency.split()[4]), int(one.frequency.split()[6])
        assert high - low in (63, 64, 65)
        assert one.sentence.endswith("Boxes are ordered.")
    assert mock_up(read_text(MINIMAL.replace("returned}", "returned, kind: regression}"), "p"))[0].label.startswith(
        "about"
    )
