"""The pages for readers, and what stands in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.blocks import ROOT, pages

__all__ = ["ROOT", "Example", "anchors", "examples", "links", "pages"]

_MARK = re.compile(r"<!-- runnable(?:: (?P<needs>[\w ]+))? -->\n(?:<!-- output: [\w.]+ -->\n)?")
_FENCE = re.compile(r"```(?P<language>\w+)\n(?P<code>.*?)```", re.DOTALL)
_LINK = re.compile(r"\]\((?P<inline>[^)\s]+)\)|(?:src|srcset)=\"(?P<picture>[^\"]+)\"")


@dataclass(frozen=True)
class Example:
    """A block that is marked as runnable.

    Attributes:
        page: where it stands.
        needs: what it needs to have been done before.
        language: console, python or yaml.
        code: its text.
    """

    page: Path
    needs: str
    language: str
    code: str


def examples(page: Path) -> Iterator[Example]:
    """The runnable blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for mark in _MARK.finditer(text):
        fence = _FENCE.match(text, mark.end())
        assert fence is not None, f"{page.name}: nothing to run behind {mark[0]!r}"
        yield Example(page, mark["needs"] or "", fence["language"], fence["code"])


def links(page: Path) -> list[str]:
    """All that a page points to."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [found["inline"] or found["picture"] for found in _LINK.finditer(text)]


def anchors(page: Path) -> set[str]:
    """The places of a page that can be pointed to."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).strip().replace(" ", "-") for head in heads}
