"""The protocol of a check: it declares what it needs and turns that into evidence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from shipworthy.records.claim import Claim
from shipworthy.records.evidence import Evidence
from shipworthy.records.spec import DataSpec
from shipworthy.records.stage import Stage
from shipworthy.records.table import Table

Need = Literal["claims", "sources", "table", "rebuild"]


@dataclass(frozen=True)
class Given:
    """What the engine hands to a check: only what it declared is filled in.

    Attributes:
        spec: what the document says about data.
        claims: the project's claims (`claims`).
        sources: every source as read, by name (`sources`).
        table: the joined table (`table`).
        rebuild: joins the table again from altered sources (`rebuild`); proofs by alteration use it.
    """

    spec: DataSpec
    claims: tuple[Claim, ...] = ()
    sources: Mapping[str, Table] = field(default_factory=dict)
    table: Table | None = None
    rebuild: Callable[[Mapping[str, Table]], Table] | None = None


class Check(Protocol):
    """Something that can be found out.

    A check is pure: the same `Given` gives the same evidence, nothing is changed, nothing is written. It may be run
    from any thread. It raises only `UserError`s, for what the user must mend before anything can be found out. What
    cannot be told is said in the evidence (`holds=None`), never raised and never passed.
    """

    name: str
    """Stable name, words joined by hyphens."""
    stage: Stage
    """Whose gate reads it."""
    says: str
    """What it looks for, in one line."""
    needs: frozenset[Need]
    """What it must be given."""

    def run(self, given: Given) -> Sequence[Evidence]:
        """Looks, and says what it found; an empty sequence when it does not apply."""
        ...

    def fires(self) -> Given:
        """A small table on which the check must find something."""
        ...

    def quiet(self) -> Given:
        """A small table on which it must find nothing."""
        ...
