"""Who is who."""

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record


class Person(Record, frozen=True):
    """A person of the project.

    Attributes:
        name: as the document calls them.
        email: address; empty when none was given.
        roles: business-owner, product, data-scientist, lead, ml-engineer, data-engineer, software-engineer, reviewer.
        authority: `asserted` on a laptop, `invited` by a one-time link, `authenticated` in a team, `simulated` for the
            demo's people.
    """

    name: str
    email: str = ""
    roles: tuple[str, ...] = ()
    authority: Authority = "asserted"
