"""The ledger's two tables, and the triggers that let them only grow."""

from typing import Final

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    event,
    insert,
    inspect,
    select,
    text,
)

from shipworthy.store.chain import Head

_METADATA: Final = MetaData()
_PLACE: Final = BigInteger().with_variant(Integer, "sqlite")
_SETUP_LOCK: Final = 7_305_202_607
"""Key of the PostgreSQL advisory lock under which the tables are made; any number that nobody else uses."""

ENTRIES: Final = Table(
    "ledger_entries",
    _METADATA,
    Column("seq", _PLACE, primary_key=True, autoincrement=False),
    Column("project", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("time", Text, nullable=False),
    Column("previous", Text, nullable=False, unique=True),
    Column("hash", Text, nullable=False, unique=True),
    Index("ledger_entries_by_project", "project", "kind", "seq"),
)

HEAD: Final = Table(
    "ledger_head",
    _METADATA,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("seq", _PLACE, nullable=False),
    Column("hash", Text, nullable=False),
)

_REFUSE: Final = "BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"

# REPLACE deletes without asking the triggers on DELETE, so what is inserted is looked at as well
_SQLITE: Final = {
    ENTRIES: (
        f"CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries {_REFUSE}",
        f"CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries {_REFUSE}",
        "CREATE TRIGGER ledger_entries_no_replace BEFORE INSERT ON ledger_entries WHEN EXISTS (SELECT 1 FROM"
        " ledger_entries WHERE seq >= NEW.seq OR hash = NEW.hash OR previous = NEW.previous) " + _REFUSE,
    ),
    HEAD: (
        f"CREATE TRIGGER ledger_head_no_step_back BEFORE UPDATE ON ledger_head WHEN NEW.seq <= OLD.seq {_REFUSE}",
        f"CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head {_REFUSE}",
        "CREATE TRIGGER ledger_head_no_replace BEFORE INSERT ON ledger_head WHEN EXISTS (SELECT 1 FROM"
        f" ledger_head) {_REFUSE}",
    ),
}
_POSTGRES: Final = {
    ENTRIES: (
        "CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$",
        "CREATE TRIGGER ledger_entries_no_change BEFORE UPDATE OR DELETE ON ledger_entries"
        " FOR EACH ROW EXECUTE FUNCTION ledger_only_grows()",
        "CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()",
    ),
    HEAD: (
        "CREATE TRIGGER ledger_head_no_step_back BEFORE UPDATE ON ledger_head"
        " FOR EACH ROW WHEN (NEW.seq <= OLD.seq) EXECUTE FUNCTION ledger_only_grows()",
        "CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head"
        " FOR EACH ROW EXECUTE FUNCTION ledger_only_grows()",
        "CREATE TRIGGER ledger_head_no_truncate BEFORE TRUNCATE ON ledger_head"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()",
    ),
}

for _dialect, _statements in (("sqlite", _SQLITE), ("postgresql", _POSTGRES)):
    for _table, _texts in _statements.items():
        for _text in _texts:
            _ddl = DDL(_text).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
            event.listen(_table, "after_create", _ddl)


def is_there(connection: Connection) -> bool:
    """Whether the ledger's tables have been made."""
    names = inspect(connection).get_table_names()
    return ENTRIES.name in names and HEAD.name in names


def create(connection: Connection) -> None:
    """Makes the tables that are missing; call it inside a transaction that may write."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SETUP_LOCK})
    _METADATA.create_all(connection)
    if connection.execute(select(HEAD.c.id)).first() is None:
        connection.execute(insert(HEAD).values(id=1, **Head().to_dict()))
