import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from shipworthy.testing.ledger_contract import LedgerContract, Tamper


class TestSqlite(LedgerContract):
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return tmp_path / "a folder" / "ledger.sqlite"

    @pytest.fixture
    def url(self, file: Path) -> str:
        return f"sqlite:///{file}"

    @pytest.fixture
    def tamper(self, file: Path) -> Tamper:
        def run(statement: str) -> None:
            connection = sqlite3.connect(file)
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(statement)
            connection.commit()
            connection.close()

        return run


class TestPostgres(LedgerContract):
    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url

    @pytest.fixture
    def tamper(self, url: str) -> Tamper:
        def run(statement: str) -> None:
            engine = create_engine(url)
            with engine.begin() as connection:
                connection.execute(text("SET session_replication_role = replica"))
                connection.exec_driver_sql(statement)
            engine.dispose()

        return run
