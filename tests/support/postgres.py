"""A PostgreSQL server for the test run: thrown away afterwards, also when the run is killed."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

# Runs the server until it ends by itself, or until standard input closes: because we closed it, or because we
# are no more, in whatever way that came about.
_KEEPER = """
programs=$1 folder=$2
trap 'rm -rf "$folder"' EXIT
"$programs/initdb" -D "$folder/data" -U shipworthy --auth=trust --encoding=UTF8 --locale=C --no-sync || exit
"$programs/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off &
server=$!
exec 3<&0
{ read -r _ <&3; kill -INT "$server"; } &
wait "$server"
"""


@dataclass(frozen=True)
class PostgresServer:
    """A running server, reached over a socket in its own folder: no port is taken, none is open to others."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://shipworthy@/{database}?host={self.folder}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user="shipworthy", dbname=database, autocommit=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with _running_server(_find_programs()) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The SQLAlchemy URL of a new, empty database."""
    name = f"test_{uuid.uuid4().hex}"
    with postgres_server.connect() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield postgres_server.url(name)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _find_programs() -> Path:
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    of_debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    for folder in [*on_path, *reversed(of_debian)]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    pytest.fail("No PostgreSQL server on this machine; `make test` installs it, or says how.", pytrace=False)


@contextmanager
def _running_server(programs: Path) -> Iterator[PostgresServer]:
    folder = Path(tempfile.mkdtemp(prefix="shipworthy-postgres-", dir="/tmp"))
    owner = _unprivileged_user()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "keeper", str(programs), str(folder)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            start_new_session=True,  # Ctrl-C in the terminal is for the tests, not for it
            user=None if owner is None else owner.pw_uid,
            group=None if owner is None else owner.pw_gid,
            extra_groups=None if owner is None else [],
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        ) as keeper,
    ):
        server = PostgresServer(folder)
        if not _is_ready(server, keeper):
            log.seek(0)
            pytest.fail(f"The PostgreSQL server for the tests did not start:\n{log.read()}", pytrace=False)
        yield server


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Who runs the server: ourselves, but PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam("postgres")
    return pwd.getpwnam("nobody")


def _is_ready(server: PostgresServer, keeper: subprocess.Popen[bytes], seconds: float = 60) -> bool:
    """Waits until the server answers, it ends, or the seconds are over."""
    deadline = time.monotonic() + seconds
    while keeper.poll() is None and time.monotonic() < deadline:
        try:
            server.connect().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    return False
