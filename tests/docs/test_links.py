"""Links lead somewhere, pictures are used, and no file names a machine or a registry."""

import subprocess
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, anchors, links, pages

LARGEST_PICTURE = 300_000
PLACES = ("/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/", "/Us" + "ers/", "/tm" + "p/", "C:" + "\\")
REGISTRIES = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "ana" + "conda.org", "py" + "pi.python")
TEXT = (".py", ".md", ".toml", ".yml", ".yaml", ".txt", ".in", ".sh", ".svg", ".html", ".css", ".json", "")


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a checkout")
    return [path for name in done.stdout.splitlines() if (path := ROOT / name).is_file() and path.suffix in TEXT]


def naming(words: tuple[str, ...]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked()
        for word in words
        if word in path.read_text(encoding="utf-8", errors="replace")
    ]


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    lost = []
    for link in links(page):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        to = (page.parent / name).resolve() if name else page
        if not to.is_file() or (anchor and anchor not in anchors(to)):
            lost.append(link)
    assert lost == []


def test_every_page_of_the_site_is_in_its_table_of_contents() -> None:
    contents = (ROOT / "mkdocs.yml").read_text()
    docs = ROOT / "docs"
    assert [str(page) for page in docs.rglob("*.md") if str(page.relative_to(docs)) not in contents] == []


def test_every_picture_is_shown_somewhere_and_is_small() -> None:
    shown = " ".join(link for page in pages() for link in links(page))
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert [picture.name for picture in pictures if picture.name not in shown] == []
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE] == []


def test_no_file_names_a_place_on_some_machine() -> None:
    assert naming(PLACES) == []


def test_no_file_names_a_package_registry() -> None:
    assert naming(REGISTRIES) == []
