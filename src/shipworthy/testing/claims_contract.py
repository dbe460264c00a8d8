"""What every kind of claims promises, as tests.

Make a class of tests from `BroughtClaimsContract`, with a fixture `kind` that gives the function from a document to its
claims. A fixture `texts` may give other documents than the ones here, so that every claim of the kind is met.
"""

from collections.abc import Callable, Iterator
from typing import Final, get_args

import pytest

from shipworthy.plan.claims import claims_of
from shipworthy.plan.document import Document
from shipworthy.plan.parts import part_digests
from shipworthy.plan.reading import read_text
from shipworthy.records.claim import KINDS, Claim
from shipworthy.records.stage import STAGES, Stage

Kind = Callable[[Document], Iterator[Claim]]

LEAST: Final = "project: least\n"
"""A document that says nothing but its name."""

FULL: Final = """\
project: full
people:
  ann: {roles: business-owner}
  ben: {roles: [lead, ml-engineer], skills: [sql]}
stages: {data: {skills: [sql], effort: 10d}}
problem:
  user: packing desk
  need: returns eat the margin
  decision: which orders get a call
  action: a person rings the customer
  workflow: the desk gets a list at noon
  lead_time: 2h
  status_quo: nothing
success:
  unit: EUR
  value: {outcomes: {true_positive: 9, false_positive: -2.5, false_negative: 0, true_negative: 0}}
  volume: 27000/month
  criterion: {gain_over: status_quo, per: 1000, at_least: 400}
guardrails: [{metric: recall, by: country, at_least: 0.2}]
robust: [{missing: 5%, at_most_loss: 100}]
cases: [{name: a large one, row: {amount: 900}, expect: "yes"}]
evaluation: {split: {time: placed, sealed_from: 2026-06-01}}
assumptions: [{says: The desk has time to ring}]
data:
  sources: {orders: {path: orders.csv, key: [order], time: placed}, sizes: {path: s.csv, join: {on: item}}}
  target: {column: back}
  critical: [item]
delivery:
  form: rest
  consumers: [order form]
  schedule: on request
  latency_p99: 20ms
  peak: 100/s
  availability: 99.5%
  fallback: status_quo
  running_cost: 500/month
reviews: {privacy: {lead_time: 5d}, legal: }
access: {returns desk: {owner: ann}}
monitoring: {window: 1w, false_alarms: 1/quarter, automation: suggest}
"""
"""A document that says something under most of its fields."""


class ClaimsContract:
    """Inherit, and give the fixture `kind`."""

    @pytest.fixture
    def texts(self) -> tuple[str, ...]:
        """Documents that the kind is asked about."""
        return (LEAST, FULL)

    @pytest.fixture
    def found(self, kind: Kind, texts: tuple[str, ...]) -> list[tuple[Document, tuple[Claim, ...]]]:
        """Each document, and what the kind claims of it."""
        documents = [read_text(text, "project.yaml") for text in texts]
        return [(document, tuple(kind(document))) for document in documents]

    def test_some_document_makes_it_claim_something(self, found: list[tuple[Document, tuple[Claim, ...]]]) -> None:
        """Else none of what follows is tested; give the fixture `texts` a document that does."""
        assert any(claims for _, claims in found)

    def test_every_claim_has_a_sentence_an_ask_and_one_settler(
        self, found: list[tuple[Document, tuple[Claim, ...]]]
    ) -> None:
        """A measurement needs its limits, a check its name, and a person neither."""
        for claim in _all(found):
            assert claim.says.strip()
            assert claim.asks.strip()
            assert claim.stage in get_args(Stage)
            assert (claim.settled_by == "measurement") == (claim.bar is not None)
            assert (claim.settled_by == "check") == bool(claim.check)
            assert claim.prior is None or 0 <= claim.prior <= 1

    def test_ids_begin_with_a_word_and_are_unique_beside_all_others(
        self, found: list[tuple[Document, tuple[Claim, ...]]]
    ) -> None:
        """Signatures and evidence find their claim by it."""
        for document, claims in found:
            ids = [claim.id for claim in claims]
            assert all(name.partition(".")[0] and name.partition(".")[2] for name in ids)
            assert len(set(ids)) == len(ids)
            everything = [claim.id for claim in claims_of(document)]
            assert len(set(everything)) == len(everything)

    def test_parts_are_places_that_the_document_has(self, found: list[tuple[Document, tuple[Claim, ...]]]) -> None:
        """A claim goes stale when what it depends on changes; one that depends on nothing never would."""
        for document, claims in found:
            for claim in claims:
                assert claim.parts
                part_digests(document, claim.parts)

    def test_the_same_document_always_makes_the_same_claims(self, kind: Kind, texts: tuple[str, ...]) -> None:
        """No clock, no chance, no file beside the document."""
        for text in texts:
            assert tuple(kind(read_text(text, "a.yaml"))) == tuple(kind(read_text(text, "b.yaml")))

    def test_claims_come_in_any_order_of_stages(self, found: list[tuple[Document, tuple[Claim, ...]]]) -> None:
        """They are put in the order of the stages, wherever the kind yields them."""
        for document, _ in found:
            stages = [STAGES.index(claim.stage) for claim in claims_of(document)]
            assert stages == sorted(stages)


class BroughtClaimsContract(ClaimsContract):
    """The same for a kind that a package brings: it makes none of the program's own kinds."""

    def test_its_kind_is_a_word_of_its_own(self, found: list[tuple[Document, tuple[Claim, ...]]]) -> None:
        """So that pages can say whose promise it is, and no id meets another."""
        for claim in _all(found):
            assert claim.kind not in KINDS
            assert claim.id.startswith(f"{claim.kind}.")


def _all(found: list[tuple[Document, tuple[Claim, ...]]]) -> list[Claim]:
    return [claim for _, claims in found for claim in claims]
