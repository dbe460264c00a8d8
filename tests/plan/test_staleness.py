"""What an edit of the document makes out of date: exactly what depends on it, and nothing else."""

from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from shipworthy.foundation.errors import DocumentError, RequestError
from shipworthy.gates.stale import changed
from shipworthy.plan.brief import brief_evidence
from shipworthy.plan.claims import claims_of
from shipworthy.plan.document import Document
from shipworthy.plan.layout import inline
from shipworthy.plan.naming import guardrail_names
from shipworthy.plan.parts import part, part_digests
from shipworthy.plan.reading import read_text
from shipworthy.plan.writing import document_text
from shipworthy.records.claim import Claim
from shipworthy.records.evidence import Evidence
from tests.plan.examples import documents

calm = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
LISTS = ("guardrails", "assumptions", "candidates", "claims")


def read(data: dict[str, Any]) -> Document:
    """The document that these values make; drawn again when they make none."""
    try:
        return read_text(document_text(data), "project.yaml")
    except (DocumentError, ValidationError):
        assume(False)
        raise


def places(value: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every field of the sections, but for what stands in lists."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in LISTS:
                yield (*place, key)
                yield from places(inner, (*place, key))


def put(data: dict[str, Any], place: tuple[str, ...], value: Any) -> dict[str, Any]:
    key, *rest = place
    inner = put(dict(data.get(key) or {}), tuple(rest), value) if rest else value
    return {**data, key: inner}


def at(data: dict[str, Any], place: tuple[str, ...]) -> Any:
    for key in place:
        data = data[key]
    return data


@st.composite
def edits(draw: st.DrawFn) -> tuple[Document, Document, str]:
    """A document, the same with one field changed, and which one that is."""
    data, other = draw(documents()), draw(documents())
    before = read(data)
    in_list: bool = draw(st.booleans())
    if before.guardrails and in_list:
        position: int = draw(st.integers(0, len(before.guardrails) - 1))
        guards = [dict(entry) for entry in data["guardrails"]]
        guards[position]["min_n"] = draw(st.integers(1, 999))
        return (
            before,
            read({**data, "guardrails": guards}),
            f"guardrails.{guardrail_names(before.guardrails)[position]}",
        )
    place = draw(st.sampled_from(sorted(places(other))))
    assume(all(isinstance(at(data, place[:depth]), dict) for depth in range(len(place)) if _there(data, place[:depth])))
    return before, read(put(data, place, at(other, place))), ".".join(place)


def _there(data: dict[str, Any], place: tuple[str, ...]) -> bool:
    try:
        at(data, place)
    except (KeyError, TypeError):
        return False
    return True


def evidence_for(claim: Claim, document: Document) -> Evidence:
    stands_on = {f"document:{name}": found for name, found in part_digests(document, claim.parts).items()}
    return Evidence(check="x", says="", stage=claim.stage, claims=(claim.id,), stands_on=stands_on)


def now(document: Document, names: tuple[str, ...]) -> dict[str, str]:
    known: dict[str, str] = {}
    for name in names:
        try:
            known |= {f"document:{part}": found for part, found in part_digests(document, [name]).items()}
        except RequestError:
            known[f"document:{name}"] = "gone"
    return known


def said(document: Document, name: str) -> Any:
    try:
        return part(document, name)
    except RequestError:
        return None


def hold_one_another(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


@calm
@given(edits())
def test_exactly_what_stands_on_the_changed_field_becomes_stale(edit: tuple[Document, Document, str]) -> None:
    before, after, field = edit
    for claim in claims_of(before):
        stale = changed(evidence_for(claim, before), now(after, claim.parts))
        different = {name for name in claim.parts if said(before, name) != said(after, name)}
        assert set(stale) == {f"document:{name}" for name in different}
        assert all(hold_one_another(name, field) for name in different)


@calm
@given(edits())
def test_a_claim_that_reads_otherwise_has_a_part_that_changed(edit: tuple[Document, Document, str]) -> None:
    before, after, _ = edit
    known = {claim.id: claim for claim in claims_of(after)}
    for old in claims_of(before):
        new = known.get(old.id)
        if new is not None and (old.says, old.bar, old.lead_time) != (new.says, new.bar, new.lead_time):
            assert old.meaning != new.meaning, (old, new)


@calm
@given(edits())
def test_an_answer_of_the_brief_that_reads_otherwise_stood_on_what_changed(
    edit: tuple[Document, Document, str],
) -> None:
    before, after, _ = edit
    known = {each.claims: each for each in brief_evidence(after)}
    for old in brief_evidence(before):
        new = known.get(old.claims)
        if new is not None and (old.says, old.holds) != (new.says, new.holds):
            assert old.stands_on != new.stands_on, (old.says, new.says)


def shuffled(value: Any, random: Any) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: shuffled(value[key], random) for key in keys}
    return [shuffled(item, random) for item in value] if isinstance(value, list) else value


@calm
@given(documents(), st.randoms(use_true_random=False))
def test_comments_order_and_layout_stale_nothing(data: dict[str, Any], random: Any) -> None:
    text = document_text(data)
    commented = "# why\n" + text.replace("\n", "   # a remark\n", 1) + "\n\n# the end\n"
    versions = [commented, document_text(shuffled(data, random)), inline(shuffled(data, random))]
    before = read(data)
    for version in versions:
        after = read_text(version, "project.yaml")
        known = {claim.id: claim for claim in claims_of(after)}
        for claim in claims_of(before):
            assert known[claim.id].binding == claim.binding
            assert changed(evidence_for(claim, before), now(after, claim.parts)) == ()
