"""What the pages say, to whom they say it, and what they refuse."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from shipworthy.board.places import place_of
from shipworthy.board.serve import taken
from shipworthy.foundation.addresses import address_of
from shipworthy.foundation.errors import RequestError
from shipworthy.records.decision import Decision, SignOff
from shipworthy.workflow.shelf import Shelf
from tests.board import sample
from tests.board.site import Visitor, board, model_server
from tests.show.page import Page

AT = place_of(sample.NAME)
INCIDENT = f"{AT}/incidents/{sample.incidents()[0].id}"
PAGES = (
    "/",
    AT,
    f"{AT}/week",
    f"{AT}/demo",
    f"{AT}/live",
    f"{AT}/science",
    INCIDENT,
    f"{AT}/incidents/{sample.incidents()[2].id}",
    f"{AT}/try",
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.write(tmp_path_factory.mktemp("board") / "p", extra={"water-meters": sample.STOPPED})


@pytest.fixture(scope="module")
def site(root: Path) -> Iterator[Visitor]:
    with board(root) as visitor:
        yield visitor


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_small_and_loads_nothing_from_elsewhere(site: Visitor, path: str) -> None:
    answer = site.get(path)
    page = Page(answer.text)
    assert answer.status == 200
    assert page.open == []
    assert len(answer.text.encode()) < 300_000
    assert page.of("script") == []
    links = [one.get("href") or "" for one in page.of("a", "link")] + [one.get("src") or "" for one in page.of("img")]
    assert all(one.startswith(("/", "#", "data:image/svg+xml")) for one in links)
    assert not re.search(r"\sstyle=|\son\w+=", answer.text)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_headings_are_in_order_and_every_picture_has_words(site: Visitor, path: str) -> None:
    text = site.get(path).text
    levels = [int(each) for each in re.findall(r"<h([1-6])[ >]", text)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for picture in re.findall(r"<svg [^>]*>", text):
        assert 'aria-label="' in picture or 'aria-hidden="true"' in picture


@pytest.mark.parametrize("path", PAGES)
def test_whatever_a_page_links_to_is_there(site: Visitor, path: str) -> None:
    links = {one["href"] for one in Page(site.get(path).text).of("a") if one.get("href", "").startswith("/")}  # type: ignore[union-attr]
    assert {link: site.get(str(link)).status for link in links} == dict.fromkeys(links, 200)


def test_head_tells_the_same_without_the_page(site: Visitor) -> None:
    answer = site.get(AT, "HEAD")
    assert (answer.status, answer.text) == (200, "")


def test_the_portfolio_keeps_failures_and_speaks_of_money(site: Visitor) -> None:
    text = Page(site.get("/").text).text
    assert "2 projects: 1 live, 1 ended, 1 incident open." in text
    assert "15,600 EUR a month" in text
    assert "188,000 EUR a year" in text
    assert "water-meters Ended at the data" in text
    assert "Half of the meters were never read, and nobody will read them." in text
    assert "Decisions bring less: let it learn from what came in since: shipworthy retrain" in text


def test_the_owner_reads_what_is_needed_then_what_was_delivered_and_promised(site: Visitor) -> None:
    text = Page(site.get(AT).text).text
    assert text.index("What we need from you") < text.index("Decisions bring less") < text.index("Delivered so far")
    assert text.index("Delivered so far") < text.index("What was promised") < text.index("What the trial found")
    assert "15,600 EUR per month" in text
    assert "Promised were 19,000 EUR per month, very likely between -5,000 and 44,000 EUR." in text
    assert "In 24 of 25 weeks it brought more than today." in text
    assert "It suggests; a person decides every case." in text
    assert "holdout" not in text
    assert "guardrail" not in text


def test_the_live_page_tells_every_week_and_which_of_them_something_went_wrong_in(site: Visitor) -> None:
    text = Page(site.get(f"{AT}/live").text).text
    assert "v2, made from the attempt “linear”" in text
    assert "22 earlier" in text
    assert "still coming in" in text
    assert "changed: weather.pressure" in text
    assert "97 in 100 cases answered without the model" in text
    assert "1.9 s" in text
    assert text.index("It has cost about 14,200 EUR so far") < text.index("What it brings") < text.index("made from")
    assert "Values missing or out of range" in text


def test_an_incident_tells_what_since_when_why_what_it_costs_and_what_to_do(site: Visitor) -> None:
    text = Page(site.get(INCIDENT).text).text
    for words in (
        "weather.pressure: values are out of range",
        "5 to 11 August 2024; it is over.",
        "Noticed on 5 August 2024, 06:00 UTC.",
        "It has cost about 610 EUR, very likely between 150 and 1,070 EUR.",
        "a feed brings something else than it used to",
        "998 in 1,000",
        "Today's rule answered from 5 August 2024",
        "Ask whoever delivers",
    ):
        assert words in text


def test_an_incident_of_the_world_is_told_in_money_per_month_with_the_versions_that_followed(site: Visitor) -> None:
    text = Page(site.get(f"{AT}/incidents/{sample.incidents()[2].id}").text).text
    for words in (
        "Decisions bring 4,700 EUR per month more than today; 19,000 EUR more were promised.",
        "Since 4 November 2024, and it lasts.",
        "What it costs It has cost about 14,200 EUR so far",
        "How often a case that matters comes before one that does not",
        "Brought more than today per month. Shaded: this incident is number 3.",
        "version 2 answers instead of 1",
    ):
        assert words in text


def test_a_page_that_is_not_there_says_so_in_words(site: Visitor) -> None:
    for path in ("/nothing", "/projects/nobody", "/projects/nobody/live", f"{AT}/incidents/none", "/projects/%00"):
        answer = site.get(path)
        assert answer.status == 404
        assert "There is no such page" in answer.text
        assert "All projects" in answer.text
    assert site.get(f"{AT}/decide").status == 405


def test_names_are_text_wherever_they_stand(tmp_path: Path) -> None:
    name = "<script>alert(1)</script> & a/b"
    with board(sample.write(tmp_path / "p", name=name)) as visitor:
        at = place_of(name)
        for path in ("/", at, f"{at}/live", f"{at}/science", f"{at}/try", f"{at}/incidents/{sample.incidents()[1].id}"):
            answer = visitor.get(path)
            assert answer.status == 200
            assert "<script" not in answer.text
            assert "&lt;script&gt;" in answer.text


def test_a_project_that_was_never_live_says_what_to_do_next(tmp_path: Path) -> None:
    root = sample.write(tmp_path / "p")
    (root / ".shipworthy" / "delivery.json").unlink()
    with board(root) as visitor:
        assert "Nothing is live yet" in visitor.get(f"{AT}/live").text
        assert "shipworthy ship" in visitor.get(f"{AT}/try").text


def test_of_many_incidents_the_older_ones_are_folded(tmp_path: Path) -> None:
    root = sample.write(tmp_path / "p")
    slow = sample.incidents()[1]
    more = [replace(slow, id=f"{slow.id}.{each}", since=slow.since + each * sample.WEEK) for each in range(1, 9)]
    sample.enliven(root, sample.NAME, [replace(one, until=one.since + sample.WEEK) for one in more], {})
    with board(root) as visitor:
        for path in (AT, f"{AT}/live"):
            page = visitor.get(path).text
            assert page.count('<span class="badge">over</span>') == 10
            assert "6 earlier" in Page(page).text


def test_a_project_that_was_only_written_down_says_where_to_begin(tmp_path: Path) -> None:
    root = sample.write(tmp_path / "p")
    (root / ".shipworthy" / "home").rename(tmp_path / "elsewhere")
    with board(root) as visitor:
        for path in ("/", AT):
            assert "Nothing was checked yet: begin with shipworthy check" in Page(visitor.get(path).text).text


def test_a_document_that_cannot_be_read_any_more_is_told_and_read_again_once_mended(tmp_path: Path) -> None:
    root = sample.write(tmp_path / "p")
    document = root / "project.yaml"
    whole = document.read_text()
    with board(root) as visitor:
        document.write_text("project: [")
        assert visitor.get(AT).status == 503
        assert "project.yaml" in visitor.get(AT).text
        assert "cannot be read" in visitor.get("/").text
        document.write_text(whole)
        assert visitor.get(AT).status == 200


def test_a_folder_of_projects_counts_as_all_of_them(tmp_path: Path) -> None:
    sample.write(tmp_path / "a", name="a")
    sample.write(tmp_path / "b", name="b")
    with Shelf([tmp_path]) as shelf:
        assert shelf.names == ("a", "b")
    with pytest.raises(RequestError, match="no project"):
        Shelf([tmp_path / "a" / ".shipworthy"])


def test_what_is_written_while_the_board_runs_is_shown(tmp_path: Path) -> None:
    root = sample.write(tmp_path / "p")
    with board(root) as visitor:
        csrf = visitor.csrf(AT)
        done = visitor.post(f"{AT}/decide", csrf=csrf, person="ines", choice="stay", why="Harbour <first>")
        assert (done.status, done.headers["location"]) == (303, f"{AT}?done=decide")
        page = visitor.get(done.headers["location"]).text
        assert "Your decision is on record." in page
        assert "Harbour &lt;first&gt;" in page
        done = visitor.post(f"{AT}/sign", csrf=csrf, person="tom", what="review.privacy", says="")
        assert done.status == 303
    with Shelf([root]) as shelf:
        story = shelf[sample.NAME].known().story
    assert isinstance(story.decisions[-1], Decision)
    assert (story.decisions[-1].by, story.decisions[-1].authority) == ("ines", "simulated")
    assert isinstance(story.sign_offs[-1], SignOff)
    assert (story.sign_offs[-1].by, story.sign_offs[-1].authority) == ("tom", "asserted")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"person": "tom", "choice": "go", "why": "so"}, "Tom may not decide"),
        ({"person": "nobody", "choice": "go", "why": "so"}, "Nobody of this name"),
        ({"person": "ines", "choice": "go", "why": " "}, "A decision needs its reason"),
        ({"person": "ines", "choice": "jump", "why": "so"}, "This is no decision"),
        ({}, "This is no decision"),
    ],
)
def test_what_cannot_be_decided_says_why(site: Visitor, fields: dict[str, str], words: str) -> None:
    answer = site.post(f"{AT}/decide", csrf=site.csrf(AT), **fields)
    assert answer.status == 422
    assert words in Page(answer.text).text


def test_a_form_from_elsewhere_does_nothing(site: Visitor, root: Path) -> None:
    fields = {"person": "ines", "choice": "stop", "why": "trick"}
    csrf = site.csrf(AT)
    other = Visitor(site.port, origin=site.origin)
    elsewhere = Visitor(site.port, cookie=site.cookie, origin="http://evil.example")
    marked = Visitor(site.port, cookie=site.cookie, headers={"sec-fetch-site": "cross-site"})
    assert site.post(f"{AT}/decide", **fields).status == 403
    assert site.post(f"{AT}/decide", csrf="é" + csrf, **fields).status == 403
    assert other.post(f"{AT}/decide", csrf=csrf, **fields).status == 403
    assert elsewhere.post(f"{AT}/decide", csrf=csrf, **fields).status == 403
    assert marked.post(f"{AT}/decide", csrf=csrf, **fields).status == 403
    assert site.post(f"{AT}/sign", csrf=csrf, what="x" * 300_000).status == 413
    with Shelf([root]) as shelf:
        assert all(one.why != "trick" for one in shelf[sample.NAME].known().story.decisions)


def test_a_name_that_points_here_from_elsewhere_is_refused(site: Visitor) -> None:
    rebound = Visitor(site.port, headers={"host": "evil.example"})
    assert rebound.get("/").status == 421


def test_others_reach_the_board_only_with_a_token() -> None:
    with pytest.raises(RequestError, match="others could reach"):
        taken("0.0.0.0", 0)
    with taken("0.0.0.0", 0, asks=True) as listening:
        assert address_of(listening).startswith("http://127.0.0.1:")


def test_with_a_token_nobody_looks_without_it(root: Path) -> None:
    with board(root, token="a long word") as visitor:
        stranger = visitor.get(f"{AT}/live")
        assert (stranger.status, stranger.headers["location"]) == (303, f"/enter?next={AT}/live")
        assert "set-cookie" not in stranger.headers
        assert visitor.post(f"{AT}/decide", choice="go").status == 401
        assert visitor.get("/enter").status == 200
        wrong = visitor.post("/enter", token="a long wor", next="/")
        assert wrong.status == 403
        assert "not the token" in wrong.text
        assert visitor.post("/enter", token="a long word", next="//evil.example").headers["location"] == "/"
        assert visitor.get(f"{AT}/live").status == 200
        forged = Visitor(visitor.port, cookie=visitor.cookie[:-4] + "0000")
        assert forged.get("/").status == 303
        left = visitor.post("/leave", csrf=visitor.csrf("/"))
        assert left.status == 303
        assert visitor.get("/").status == 303
        bearer = Visitor(visitor.port, headers={"authorization": "Bearer a long word"})
        assert bearer.get("/").status == 200


def test_the_form_asks_without_being_logged_and_tells_how_sure_and_why(root: Path) -> None:
    with model_server() as (address, asked), board(root, server=address) as visitor:
        values = {f"row.{name}": value for name, value in TYPED.items()}
        answer = visitor.post(f"{AT}/try", csrf=visitor.csrf(f"{AT}/try"), **values)
        text = Page(answer.text).text
    assert answer.status == 200
    assert asked == [
        {
            "path": "/explain",
            "row": {"day": "2024-06-03T04:00:00", "shop": "Station", "ordered": 1200.5, "holiday": False},
        }
    ]
    assert "Halve the second delivery" in text
    assert "Of 100 cases like this, about 31 were left." in text
    assert "+31.0 in 100" in text
    assert "-6.0 in 100" in text
    assert "<b>bold" not in answer.text


TYPED = {"day": "2024-06-03T04:00:00", "shop": "Station", "ordered": "1,200.5", "holiday": "false", "pressure": " "}


def test_what_is_wrong_stands_beside_its_field(root: Path) -> None:
    with model_server() as (address, asked), board(root, server=address) as visitor:
        csrf = visitor.csrf(f"{AT}/try")
        here = {f"row.{name}": value for name, value in {**TYPED, "ordered": "many", "day": ""}.items()}
        local = visitor.post(f"{AT}/try", csrf=csrf, **here)
        assert asked == []
        there = visitor.post(f"{AT}/try", csrf=csrf, **{**here, "row.ordered": "-1", "row.day": TYPED["day"]})
    assert "“many” is no number." in local.text
    assert "This is needed." in local.text
    assert local.text.count('aria-invalid="true"') == 2
    assert 'value="many"' in local.text
    assert "A number is needed. Allowed: A number above zero." in there.text
    assert there.text.count('aria-invalid="true"') == 1


def test_a_model_server_that_is_not_running_is_told_with_how_to_start_it(site: Visitor) -> None:
    values = {f"row.{name}": value for name, value in TYPED.items()}
    text = Page(site.post(f"{AT}/try", csrf=site.csrf(f"{AT}/try"), **values).text).text
    assert "The model server does not answer" in text
    assert "shipworthy serve" in text
