"""The chain of hashes that shows when an entry of the ledger was altered, dropped or moved.

An entry's hash covers all its fields and the hash of the entry before. The head remembers how many entries
there are and the last hash, so that a chain cut short at its end is noticed too. Whoever can rewrite every
entry from one place on, and the head, leaves no trace here: against that, keep an export elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final, Literal

from shipworthy.records.record import Record

GENESIS: Final = "0" * 64
"""Stands for the entry before the first one."""

_STORED: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
_HASHED: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=repr)

BreakKind = Literal["altered", "dropped", "reordered", "added"]


class Link(Record, frozen=True):
    """An entry exactly as it is stored: the fields of `Entry`, body and time still text."""

    seq: int
    project: str
    kind: str
    body: str
    author: str
    authority: str
    time: str
    previous: str
    hash: str = ""


class Head(Record, frozen=True):
    """What the ledger remembers of its own end.

    Attributes:
        seq: place of the last entry; 0 while there is none.
        hash: hash of the last entry.
    """

    seq: int = 0
    hash: str = GENESIS


class Break(Record, frozen=True):
    """One place where the chain does not hold.

    Attributes:
        kind: altered, dropped, reordered, or added behind the ledger's back.
        seq: place in the ledger.
        says: one plain sentence.
    """

    kind: BreakKind
    seq: int
    says: str


def canonical(value: object) -> str:
    r"""JSON text that is the same for the same content: sorted keys, no spaces, ASCII.

    Raises:
        TypeError: when it is not made of what JSON knows.
        ValueError: when a number is not finite.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"\\u00e9","b":1}'
    """
    return _STORED.encode(value)


def hash_of(link: Link, seq: int | None = None) -> str:
    """The hash that a link should bear.

    Args:
        link: its own `hash` does not count.
        seq: another place to try; None is its own.

    Returns:
        SHA-256 of the canonical JSON of all fields but the hash, the body being its own canonical JSON text.
    """
    fields: dict[str, Any] = {name: getattr(link, name) for name in Link.__struct_fields__ if name != "hash"}
    fields["seq"] = link.seq if seq is None else seq
    # a stranger may have put other types into the file; such a link still needs a hash, to be found wrong
    return hashlib.sha256(_HASHED.encode(fields).encode("ascii")).hexdigest()


def sealed(link: Link) -> Link:
    """The link with its hash."""
    return Link(**{**{name: getattr(link, name) for name in Link.__struct_fields__}, "hash": hash_of(link)})


def end_of(links: Iterable[Link]) -> Head | None:
    """The end of a chain that holds; None when it does not, and then `breaks` says where. Keeps no link.

    Args:
        links: all entries as stored, ascending by place.
    """
    end = Head()
    for link in links:
        if link.seq != end.seq + 1 or link.previous != end.hash or hash_of(link) != link.hash:
            return None
        end = Head(seq=link.seq, hash=link.hash)
    return end


def breaks(links: Iterable[Link], head: Head) -> tuple[Break, ...]:
    """All places where the chain does not hold, in the order of the ledger.

    Args:
        links: all entries as stored, ascending by place.
        head: what the ledger remembers of its end.
    """
    ordered: list[tuple[int, str, str]] = []
    suspects: list[Link] = []
    for link in links:
        ordered.append((link.seq, link.previous, link.hash))
        if hash_of(link) != link.hash:
            suspects.append(link)
    places = _places_by_links(ordered) if suspects else {}
    found = [_wrong(link, places.get(link.hash)) for link in suspects]
    moved = [link for link, each in zip(suspects, found, strict=True) if each.kind == "reordered"]
    homes = {places[link.hash] for link in moved}
    found += _dropped({seq for seq, _, _ in ordered} | homes, head)
    found += _unlinked(ordered, {link.seq for link in suspects})
    found += _beyond(ordered, {link.seq for link in suspects}, head)
    return tuple(sorted(found, key=lambda each: (each.seq, each.kind)))


def _places_by_links(ordered: list[tuple[int, str, str]]) -> dict[str, int]:
    """Hash -> the place where following the links from the last known good start puts it."""
    following = {previous: own for _, previous, own in ordered}
    hashes = {own for _, _, own in ordered}
    places: dict[str, int] = {}
    for seq, previous, own in ordered:
        if previous in hashes:
            continue
        place, current = (1 if previous == GENESIS else seq), own
        while current not in places:
            places[current] = place
            if current not in following:
                break
            place, current = place + 1, following[current]
    return places


def _wrong(link: Link, place: int | None) -> Break:
    if place is not None and place != link.seq and hash_of(link, place) == link.hash:
        return Break(kind="reordered", seq=link.seq, says=f"what stands at {link.seq} was entry {place}")
    return Break(kind="altered", seq=link.seq, says=f"entry {link.seq} is not as it was written")


def _dropped(present: set[int], head: Head) -> list[Break]:
    last = max(max(present, default=0), head.seq)
    missing = [seq for seq in range(1, last + 1) if seq not in present]
    return [Break(kind="dropped", seq=seq, says=f"entry {seq} is missing") for seq in missing]


def _unlinked(ordered: list[tuple[int, str, str]], named: set[int]) -> list[Break]:
    """Entries that are sound by themselves but are not the ones that the next entry was chained to."""
    found = []
    start = (0, "", GENESIS)
    for (before, _, own), (seq, previous, _) in pairwise([start, *ordered]):
        if seq == before + 1 and previous != own and not {before, seq} & named:
            found.append(_replaced(max(before, 1)))
    return found


def _beyond(ordered: list[tuple[int, str, str]], named: set[int], head: Head) -> list[Break]:
    extra = [seq for seq, _, _ in ordered if seq > head.seq]
    found = [
        Break(kind="added", seq=seq, says=f"entry {seq} was not written by the ledger")
        for seq in extra
        if seq not in named
    ]
    if ordered and not extra:
        seq, _, own = ordered[-1]
        if seq == head.seq and own != head.hash and seq not in named:
            found.append(_replaced(seq))
    return found


def _replaced(seq: int) -> Break:
    return Break(kind="altered", seq=seq, says=f"entry {seq} was put in another one's place")
