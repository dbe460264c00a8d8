"""The documentation is complete: whatever the program has is written down, and as the program has it."""

import re
import tomllib

import pytest

from scripts.blocks import named, refreshed
from scripts.reference import blocks, described, sections
from shipworthy import __all__ as doors
from shipworthy.cli.main import VERBS
from shipworthy.plan.section import Section
from tests.docs.pages import ROOT, pages

DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return blocks()


def test_generated_parts_are_as_the_program_has_them(generated: dict[str, str]) -> None:
    behind = []
    for page in pages():
        text = page.read_text(encoding="utf-8")
        if refreshed(text, "generated", generated) != text:
            behind.append(str(page.relative_to(ROOT)))
    assert behind == [], "run `python -m scripts.reference` and look at what changed"


def test_every_generated_part_stands_on_some_page(generated: dict[str, str]) -> None:
    used = [name for page in pages() for name in named(page.read_text(encoding="utf-8"), "generated")]
    assert sorted(used) == sorted(generated)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_page_with_an_example(verb: str) -> None:
    page = (DOCS / "verbs" / f"{verb}.md").read_text(encoding="utf-8")
    before_help = page.split("## Help")[0]
    assert page.startswith(f"# shipworthy {verb}\n")
    assert f"shipworthy {verb}" in before_help.removeprefix(f"# shipworthy {verb}") or "<!-- output:" in before_help
    assert f"verbs/{verb}.md" in (ROOT / "mkdocs.yml").read_text()


@pytest.mark.parametrize("verb", VERBS)
def test_the_readme_names_every_verb(verb: str) -> None:
    assert f"`{verb}`" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("section", sections(), ids=lambda section: section.__name__)
def test_every_field_of_the_document_is_described(section: type[Section]) -> None:
    assert [name for name in section.model_fields if not described(section).get(name)] == []


def test_every_name_of_the_front_door_is_documented() -> None:
    text = (DOCS / "notebook.md").read_text(encoding="utf-8") + (DOCS / "verbs" / "index.md").read_text()
    public = [name for name in doors if not name.startswith("_") and name != "Project"]
    assert [name for name in public if not re.search(rf"shipworthy\.{name}\b", text)] == []


def test_the_exit_statuses_are_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [status for status in ("0", "1", "2", "70", "130") if f"| {status} |" not in readme] == []


def test_the_picture_of_the_house_shows_every_room() -> None:
    picture = (DOCS / "architecture.md").read_text(encoding="utf-8").split("```")[1]
    rooms = [room.name for room in (ROOT / "src" / "shipworthy").iterdir() if (room / "__init__.py").is_file()]
    assert [room for room in rooms if not re.search(rf"\b{room}\b", picture)] == []


def test_every_decision_is_in_the_list_of_decisions() -> None:
    listed = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in (DOCS / "decisions").glob("0*.md") if path.name not in listed] == []


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(each for extra in extras for each in extra)]
    packages = [re.split(r"[<>=\[]", each)[0] for each in wanted]
    told = (DOCS / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    assert [name for name in packages if f"| {name} " not in told] == []
