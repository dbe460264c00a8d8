"""The newest entries of a ledger, found by leaping through its index instead of reading it.

A ledger holds few projects and few kinds of records, and many entries of each. The index by project, kind and place
is asked for the next project, and the next kind of it, behind the one just found: as many steps as there are pairs of
both, whatever number of entries there is. Databases call this a loose index scan; SQLite and PostgreSQL make none by
themselves.
"""

from typing import Final

from sqlalchemy import Connection, TextClause, func, select, text

from shipworthy.store.schema import ENTRIES

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
_ALL: Final = text(f"""
WITH RECURSIVE projects(project) AS (
    SELECT min(project) FROM ledger_entries
  UNION ALL
    SELECT (SELECT min(e.project) FROM ledger_entries e WHERE e.project > projects.project)
    FROM projects WHERE project IS NOT NULL
), {_KINDS}""")
_ONE: Final = text(f"WITH RECURSIVE projects(project) AS (SELECT CAST(:project AS TEXT)), {_KINDS}")


def newest_places(connection: Connection, project: str | None = None) -> dict[tuple[str, str], int]:
    """Project and kind -> place of the newest entry.

    Args:
        connection: to the ledger, in a transaction.
        project: of this one only.
    """
    query: TextClause = _ALL if project is None else _ONE.bindparams(project=project)
    return {(row.project, row.kind): row.seq for row in connection.execute(query)}


def newest_since(connection: Connection, after: int) -> dict[tuple[str, str], int]:
    """The same for the entries behind a place alone; pairs that got none are left out."""
    pair = ENTRIES.c.project, ENTRIES.c.kind
    query = select(*pair, func.max(ENTRIES.c.seq).label("seq")).where(ENTRIES.c.seq > after).group_by(*pair)
    return {(row.project, row.kind): row.seq for row in connection.execute(query)}
