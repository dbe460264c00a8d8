"""Blocks of the documentation that scripts write: what stands between `<!-- KIND: NAME -->` and `<!-- end -->`."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]

_BLOCK: Final = re.compile(r"(<!-- (?P<kind>output|generated): (?P<name>[\w. -]+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def pages() -> list[Path]:
    """Every page for readers: the README, what stands beside it, and the site."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def refreshed(text: str, kind: str, blocks: Mapping[str, str]) -> str:
    r"""A page with its blocks of one kind written anew.

    Raises:
        KeyError: when the page asks for a block that there is none of.

    >>> refreshed("<!-- output: a -->\nold<!-- end -->", "output", {"a": "new"})
    '<!-- output: a -->\nnew\n<!-- end -->'
    """

    def fill(found: re.Match[str]) -> str:
        if found["kind"] != kind:
            return found[0]
        return f"{found[1]}{blocks[found['name']].rstrip()}\n{found[4]}"

    return _BLOCK.sub(fill, text)


def named(text: str, kind: str) -> Iterator[str]:
    """The names of a page's blocks of one kind."""
    return (found["name"] for found in _BLOCK.finditer(text) if found["kind"] == kind)


def refresh(kind: str, blocks: Mapping[str, str]) -> list[Path]:
    """Writes the blocks of one kind into all pages, and says which pages changed."""
    changed = []
    for page in pages():
        before = page.read_text(encoding="utf-8")
        after = refreshed(before, kind, blocks)
        if after != before:
            page.write_text(after, encoding="utf-8")
            changed.append(page)
    return changed
