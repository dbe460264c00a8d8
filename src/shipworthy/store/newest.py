"""Entries of a ledger found by leaping through its index instead of reading it.

A ledger holds few projects and few kinds of records, and many entries of each. The index by project, kind and place
is asked for the next project, and the next kind of it, behind the one just found: as many steps as there are pairs of
both, whatever number of entries there is. Databases call this a loose index scan; SQLite and PostgreSQL make none by
themselves.
"""

from typing import Final

from sqlalchemy import Connection, TextualSelect, column, select, text

from shipworthy.store.schema import ENTRIES

_PROJECTS: Final = """
WITH RECURSIVE projects(project) AS (
    SELECT min(project) FROM ledger_entries
  UNION ALL
    SELECT (SELECT min(e.project) FROM ledger_entries e WHERE e.project > projects.project)
    FROM projects WHERE project IS NOT NULL
)"""
_KINDS: Final = """
kinds(project, kind) AS (
    SELECT project, (SELECT min(e.kind) FROM ledger_entries e WHERE e.project = projects.project)
    FROM projects WHERE project IS NOT NULL
  UNION ALL
    SELECT project, (SELECT min(e.kind) FROM ledger_entries e WHERE e.project = kinds.project AND e.kind > kinds.kind)
    FROM kinds WHERE kind IS NOT NULL
)
SELECT project, kind,
    (SELECT max(e.seq) FROM ledger_entries e WHERE e.project = kinds.project AND e.kind = kinds.kind) AS seq
FROM kinds WHERE kind IS NOT NULL
"""
_ALL: Final = text(f"{_PROJECTS}, {_KINDS}")
_ONE: Final = text(f"WITH RECURSIVE projects(project) AS (SELECT CAST(:project AS TEXT)), {_KINDS}")
# the order of a CROSS JOIN is kept by SQLite, which would else read the whole ledger to save itself a sort
_OF_KIND: Final = text(f"""{_PROJECTS}
SELECT e.seq FROM projects p CROSS JOIN ledger_entries e
WHERE e.project = p.project AND e.kind = :kind AND e.seq > :after""")
_LAST_OF_KIND: Final = text(f"""{_PROJECTS}
SELECT (SELECT max(e.seq) FROM ledger_entries e WHERE e.project = p.project AND e.kind = :kind) AS seq
FROM projects p WHERE p.project IS NOT NULL""")


def newest_places(connection: Connection, project: str | None = None) -> dict[tuple[str, str], int]:
    """Project and kind -> place of the newest entry.

    Args:
        connection: to the ledger, in a transaction.
        project: of this one only.
    """
    query = _ALL if project is None else _ONE.bindparams(project=project)
    return {(row.project, row.kind): row.seq for row in connection.execute(query)}


def newest_since(connection: Connection, after: int) -> dict[tuple[str, str], int]:
    """The same for the entries behind a place alone; pairs that got none are left out."""
    # not grouped by the database: it would walk through the whole index to find them in order
    query = (
        select(ENTRIES.c.project, ENTRIES.c.kind, ENTRIES.c.seq).where(ENTRIES.c.seq > after).order_by(ENTRIES.c.seq)
    )
    return {(row.project, row.kind): row.seq for row in connection.execute(query)}


def places_of(kind: str, after: int = 0) -> TextualSelect:
    """Places of the entries of a kind, of all projects, behind a place."""
    return _OF_KIND.bindparams(kind=kind, after=after).columns(column("seq"))


def last_places_of(kind: str) -> TextualSelect:
    """Of every project that has any, the place of its newest entry of a kind."""
    return _LAST_OF_KIND.bindparams(kind=kind).columns(column("seq"))
