import re
from dataclasses import replace
from itertools import pairwise

import pytest
from msgspec.structs import replace as replace_record

from shipworthy.records.claim import Bar, Claim
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import Gate, Verdict
from shipworthy.show.report import report
from shipworthy.show.story import Ask, Story
from shipworthy.show.words import PLAIN
from tests.show.page import Page
from tests.show.sample import STORY, by, gain, metric

HOSTILE = "</style><script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def page() -> str:
    return report(STORY)


@pytest.fixture(scope="module")
def owner_text(page: str) -> str:
    return Page(page[: page.index("<details")] + "</main></body></html>").text


def test_it_is_one_small_page_that_loads_nothing(page: str) -> None:
    assert len(page.encode()) < 300_000
    tags = Page(page)
    assert not tags.of("script", "link", "img", "iframe")
    assert not re.search(r"url\(|@import|\ssrc=|\shref=\"(?!#)", page)
    assert set(re.findall(r"https?://[^\"' ]+", page)) <= {"http://www.w3.org/2000/svg"}


def test_the_same_story_gives_the_same_page(page: str) -> None:
    assert report(STORY) == page


def test_what_is_needed_stands_before_the_answer_and_the_money(owner_text: str) -> None:
    order = [
        "What we need from you",
        "Sign the privacy review",
        "Not enough to say yet",
        "19,000 EUR",
        "per month",
    ]
    places = [owner_text.index(words) for words in order]
    assert places == sorted(places)


def test_money_is_told_per_month_and_per_year(owner_text: str) -> None:
    # 1,260 EUR per 1,000 orders and 15,300 orders a month are 19,278 EUR a month, 231,336 a year
    assert "very likely between 6,000 and 32,000 EUR" in owner_text
    assert "About 230,000 EUR per year" in owner_text
    assert "seen 6 of the 12 months" in owner_text
    assert "at least 13,800 EUR per month" in owner_text
    assert "20,700 EUR more than today per month, very likely between 14,500 and 26,800 EUR" in owner_text


def test_a_reason_about_money_is_told_per_month_too() -> None:
    claim = STORY.claims[0]
    verdict = STORY.verdicts[claim.id]
    gate = replace_record(STORY.gates[-1], reasons=(f"{claim.says}: {verdict.why}",), verdicts=(verdict,))
    text = Page(report(replace(STORY, gates=(gate,)))).text
    assert "The goal: 20,700 EUR more than today per month" in text


def test_the_chance_stands_with_what_it_leaves_out(owner_text: str) -> None:
    assert "about 4 in 5, judging by January to June 2024" in owner_text
    assert "How staff will act on the warnings." in owner_text


def test_todays_mistakes_stand_beside_the_attempts(owner_text: str) -> None:
    assert "Missed, of those that matter 65 in 100 48 in 100" in owner_text
    assert "Brings per month 29,100 EUR 49,700 EUR" in owner_text


def test_groups_that_lose_are_named(owner_text: str) -> None:
    assert "It does worse than today for Harbour (shop)." in owner_text


def test_the_chosen_attempt_is_told_apart_from_the_best(owner_text: str) -> None:
    assert "Of 4 attempts we put forward “linear”" in owner_text
    assert "cannot be told apart from the best, “boosting”" in owner_text


def test_the_owners_part_speaks_no_jargon(owner_text: str) -> None:
    words = set(PLAIN) - {"average precision"}
    found = [word for word in words if re.search(rf"\b{re.escape(word)}\b", owner_text, re.IGNORECASE)]
    assert found == []


def test_a_rehearsal_and_simulated_people_are_marked(page: str) -> None:
    assert "Rehearsal:" in page
    assert page.count("simulated person") == 5
    real = replace(STORY, rehearsal=False, gates=(), sign_offs=(), decisions=STORY.decisions[:1], goals=(), acts=())
    assert "Rehearsal" not in report(real)
    assert "simulated person" not in report(real)


def test_simulated_signatures_alone_mark_a_rehearsal() -> None:
    assert "Rehearsal" in report(Story(title="x", sign_offs=STORY.sign_offs))


def test_the_second_part_has_claims_candidates_slices_and_digests(page: str) -> None:
    text = Page(page[page.index("<details") :].replace("</main>", "").partition("<footer>")[0]).text
    for words in (
        "criterion.gain",
        "1,350 EUR per 1,000 (950 to 1,750), n = 18,400",
        "0.47 (0.45 to 0.49)",
        "8f8f8f8f8f8f",
    ):
        assert words in text
    assert "95 % interval" in text
    assert "days resampled" in text


def test_headings_go_down_one_step_at_a_time(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in Page(page).tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_tag_is_closed_and_ids_are_unique(page: str) -> None:
    tags = Page(page)
    assert tags.open == []
    ids = [attributes["id"] for _, attributes in tags.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [attributes["aria-labelledby"] for _, attributes in tags.tags if "aria-labelledby" in attributes]
    assert set(named) <= set(ids)


def test_tables_have_captions_scopes_and_can_be_scrolled(page: str) -> None:
    tags = Page(page)
    assert len(tags.of("table")) == len(tags.of("caption"))
    assert all("scope" in attributes for attributes in tags.of("th"))
    assert len([one for one in tags.of("div") if one.get("class") == "scroll"]) == len(tags.of("table"))


def test_pictures_have_names_and_words(page: str) -> None:
    for attributes in Page(page).of("svg"):
        assert attributes["role"] == "img"
        assert attributes["aria-label"]
        assert "width" not in attributes
    assert page.count("<desc>") == len(Page(page).of("svg"))


def test_names_that_are_html_do_no_harm() -> None:
    claim = Claim(id=HOSTILE, kind="criterion", says=HOSTILE, stage="prototype")
    story = replace(
        STORY,
        title=HOSTILE,
        brief={HOSTILE: HOSTILE},
        asks=(Ask(HOSTILE, HOSTILE, HOSTILE),),
        claims=(claim,),
        gates=(
            Gate(
                stage="prototype",
                advice="back",
                back_to=HOSTILE,
                reasons=(HOSTILE,),
                verdicts=(Verdict(claim=HOSTILE, state="fails", why=HOSTILE, next_step=HOSTILE),),
            ),
        ),
        gains=(gain(HOSTILE, 10, 5), gain("linear", 12, 4)),
        metrics=(metric(HOSTILE, HOSTILE, 1, 0.1),),
        slices=(by(HOSTILE, HOSTILE, 1, 2, 10),),
        mockups=(HOSTILE,),
        digests={HOSTILE: HOSTILE},
        chosen=HOSTILE,
        unit="EUR",
        cases=HOSTILE,
    )
    tags = Page(report(story))
    assert tags.open == []
    assert not tags.of("script", "img")
    assert not [attributes for _, attributes in tags.tags if "onerror" in attributes]


def test_a_project_that_is_only_a_brief_has_a_page() -> None:
    text = Page(report(Story(title="An idea", brief={"Need": "Too much bread."}))).text
    assert "Nothing right now." in text
    assert "Nothing has been judged yet" in text
    assert "Too much bread." in text
    assert "How sure we are" not in text
    assert "None" not in text
    assert "nan" not in text


def test_without_an_agreed_value_no_money_is_shown() -> None:
    story = Story(
        title="No value",
        gates=(Gate(stage="prototype", advice="go", reasons=("it beats the baseline",)),),
        claims=(
            Claim(
                id="criterion.beats",
                kind="criterion",
                says="beats the baseline",
                stage="prototype",
                settled_by="measurement",
                bar=Bar(measure="gain", at_least=0, against="status_quo"),
            ),
        ),
        gains=(Measurement(name="gain", value=0.12, low=0.08, high=0.16, n=500, candidate="linear"),),
        metrics=(metric("linear", "average_precision", 0.4, 0.05),),
        rows_per_month=1000.0,
        chosen="linear",
        best="linear",
    )
    text = Page(report(story)).text
    assert "No value agreed" in text
    assert "Better than today on the measure used (average precision)" in text
    assert "very likely between 0.08 and 0.16" in text
    assert "per month" not in text
    assert "per year" not in text
    assert "Asked for: better than today." in text


def test_without_time_money_is_told_per_thousand_cases() -> None:
    story = replace(STORY, rows_per_month=None, forecast=None)
    text = Page(report(story)).text
    assert "1,350 EUR per 1,000 orders" in text
    assert "per month" not in text


def test_a_regression_says_how_far_off_it_is() -> None:
    story = Story(
        title="How many loaves",
        metrics=(
            metric("today", "mean_absolute_error", 18.2, 1.1, "loaves"),
            metric("linear", "mean_absolute_error", 12.4, 0.9, "loaves"),
        ),
        gains=(gain("linear", 1350, 400),),
        unit="EUR",
        rows_per_month=1000.0,
        status_quo="today",
        chosen="linear",
    )
    text = Page(report(story)).text
    assert "Off by, on average 18.2 loaves 12.4 loaves" in text


def test_what_was_not_measured_is_said_and_never_read_as_nought() -> None:
    unknown = Measurement(name="gain", value=None, unit="EUR", per=1000, candidate="linear")
    text = Page(report(replace(STORY, gains=(unknown,), forecast=None, values=(), slices=()))).text
    assert "not enough to say yet per month" in text


def test_many_groups_are_cut_to_those_that_stand_out() -> None:
    slices = tuple(by("shop", f"shop {place:02}", 100.0 * place, 50, 100) for place in range(30))
    page = report(replace(STORY, slices=slices))
    first = page[: page.index("<details")]
    assert "22 more stand in the data scientist" in first
    assert "shop 29" in first
    assert "shop 15" not in first
    assert "shop 15" in page


def test_the_goals_history_and_the_way_so_far_are_told(page: str) -> None:
    assert "The goal was made easier to reach, signed by Ines Baumann." in page
    assert "held until a second person agrees" in page
    assert "“linear”, known by then: under the goal before “no”, under this one “yes”" in page
    assert "<s>Back from the trial to the data, against the advice.</s>" in page
    assert "Taken back by Ines Baumann: the data was there all along." in page


def test_the_chance_says_how_many_months_have_to_reach_the_goal_together() -> None:
    assert STORY.forecast is not None
    half_a_year = replace(STORY, forecast=replace_record(STORY.forecast, ahead=6))
    assert "The chance that a month to come reaches" in Page(report(STORY)).text
    assert "The chance that 6 months to come together reach" in Page(report(half_a_year)).text
