from collections.abc import Callable

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.store.chain import GENESIS, Head, Link, breaks, canonical, end_of, hash_of, sealed

TEXTS = ("project", "kind", "body", "author", "authority", "time", "previous", "hash")


def chain(length: int) -> tuple[list[Link], Head]:
    links: list[Link] = []
    for seq in range(1, length + 1):
        link = Link(
            seq=seq,
            project="late",
            kind="Note",
            body=canonical({"number": seq}),
            author="ann",
            authority="asserted",
            time=f"2026-01-01T00:00:{seq:02d}.000000+00:00",
            previous=links[-1].hash if links else GENESIS,
        )
        links.append(sealed(link))
    return links, Head(seq=length, hash=links[-1].hash) if links else Head()


def found(links: list[Link], head: Head) -> list[tuple[str, int]]:
    assert (end_of(links) == head) == (not breaks(links, head))
    return [(each.kind, each.seq) for each in breaks(links, head)]


@given(st.integers(0, 8))
def test_a_chain_as_written_has_no_breaks(length: int) -> None:
    assert found(*chain(length)) == []


@given(st.data(), st.integers(1, 8), st.sampled_from(TEXTS), st.text(min_size=1, max_size=70))
def test_an_altered_field_is_named_at_its_entry(data: st.DataObject, length: int, field: str, text: str) -> None:
    links, head = chain(length)
    place = data.draw(st.integers(0, length - 1))
    altered = msgspec.structs.replace(links[place], **{field: text})
    if altered == links[place]:
        return
    assert found([*links[:place], altered, *links[place + 1 :]], head) == [("altered", place + 1)]


@given(st.data(), st.integers(2, 8))
def test_an_altered_entry_with_a_fresh_hash_is_named(data: st.DataObject, length: int) -> None:
    links, head = chain(length)
    place = data.draw(st.integers(0, length - 1))
    links[place] = sealed(msgspec.structs.replace(links[place], author="eve"))
    assert found(links, head) == [("altered", place + 1)]


@given(st.data(), st.integers(1, 8))
def test_dropped_entries_are_named(data: st.DataObject, length: int) -> None:
    links, head = chain(length)
    gone = data.draw(st.sets(st.integers(1, length), min_size=1))
    left = [link for link in links if link.seq not in gone]
    assert found(left, head) == [("dropped", seq) for seq in sorted(gone)]


@given(st.data(), st.integers(2, 8))
def test_entries_that_changed_places_are_named(data: st.DataObject, length: int) -> None:
    links, head = chain(length)
    order = data.draw(st.permutations(range(length)))
    moved = [msgspec.structs.replace(links[old], seq=new + 1) for new, old in enumerate(order)]
    assert found(moved, head) == [("reordered", new + 1) for new, old in enumerate(order) if new != old]


def test_an_entry_moved_to_a_far_place_is_reordered_and_not_missed_at_its_own() -> None:
    links, head = chain(4)
    links[1] = msgspec.structs.replace(links[1], seq=99)
    kinds = found(sorted(links, key=lambda link: link.seq), head)
    assert ("reordered", 99) in kinds
    assert ("dropped", 2) not in kinds


def test_an_entry_added_behind_the_ledgers_back_is_named() -> None:
    links, head = chain(3)
    forged = sealed(msgspec.structs.replace(links[-1], seq=4, previous=links[-1].hash))
    assert found([*links, forged], head) == [("added", 4)]


def test_a_head_that_was_altered_is_found() -> None:
    links, _ = chain(3)
    assert found(links, Head(seq=3, hash="f" * 64)) == [("altered", 3)]
    assert found(links, Head()) == [("added", 1), ("added", 2), ("added", 3)]


@given(st.data(), st.integers(2, 6))
def test_links_bent_into_a_circle_still_end_in_an_answer(data: st.DataObject, length: int) -> None:
    links, head = chain(length)
    hashes = [link.hash for link in links]
    bent = [
        msgspec.structs.replace(
            link, previous=data.draw(st.sampled_from(hashes)), hash=data.draw(st.sampled_from(hashes))
        )
        for link in links
    ]
    assert bool(found(bent, head)) == (bent != links)


def alter(links: dict[int, Link], data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(sorted(links)))
    field, text = data.draw(st.sampled_from(TEXTS)), data.draw(st.text(min_size=1, max_size=9))
    links[place] = msgspec.structs.replace(links[place], **{field: text})


def drop(links: dict[int, Link], data: st.DataObject) -> None:
    del links[data.draw(st.sampled_from(sorted(links)))]


def cut_off(links: dict[int, Link], data: st.DataObject) -> None:
    first = data.draw(st.sampled_from(sorted(links)))
    for place in [place for place in links if place >= first]:
        del links[place]


def swap_bodies(links: dict[int, Link], data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(sorted(links))) for _ in range(2))
    bodies = links[one].body, links[other].body
    links[one] = msgspec.structs.replace(links[one], body=bodies[1])
    links[other] = msgspec.structs.replace(links[other], body=bodies[0])


def swap_places(links: dict[int, Link], data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(sorted(links))) for _ in range(2))
    moved = msgspec.structs.replace(links[one], seq=other), msgspec.structs.replace(links[other], seq=one)
    links[other], links[one] = moved


@given(
    st.data(),
    st.integers(2, 9),
    st.lists(st.sampled_from([alter, drop, cut_off, swap_bodies, swap_places]), min_size=1, max_size=4),
)
def test_whatever_is_done_at_once_every_entry_that_suffered_is_named(
    data: st.DataObject, length: int, acts: list[Callable[[dict[int, Link], st.DataObject], None]]
) -> None:
    links, head = chain(length)
    kept = {link.seq: link for link in links}
    for act in acts:
        if kept:
            act(kept, data)
    suffered = {link.seq for link in links if kept.get(link.seq) != link}
    told = breaks([kept[seq] for seq in sorted(kept)], head)
    named = {each.seq for each in told}
    assert named <= suffered
    # one that stands in another's place is named there
    assert suffered == named | {int(each.says.split()[-1]) for each in told if each.kind == "reordered"}


@given(st.data(), st.integers(1, 8))
def test_a_head_that_is_not_the_chains_end_never_passes(data: st.DataObject, length: int) -> None:
    links, head = chain(length)
    other = Head(
        seq=data.draw(st.integers(0, length + 2)),
        hash=data.draw(st.sampled_from([GENESIS, "f" * 64, *(link.hash for link in links)])),
    )
    assert bool(found(links, other)) == (other != head)


def test_the_hash_is_the_documented_one() -> None:
    (link,), _ = chain(1)
    assert link.hash == "e3b7ec19f98ac9072510d2312855ec69d3ee9b594818479d59271b152a6b8546"
    assert hash_of(link) == link.hash
