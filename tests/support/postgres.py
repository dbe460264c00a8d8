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
KEEPER = """
programs=$1 folder=$2
trap 'rm -rf "$folder"' EXIT
"$programs/initdb" -D "$folder/data" -U shipworthy --auth=trust --encoding=UTF8 --locale=C --no-sync || exit
"$programs/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= $3 &
server=$!
exec 3<&0
{ read -r _ <&3; kill -INT "$server"; } &
wait "$server"
"""


# Stops and starts the server as it is told, a word a line; ends with standard input.
SWITCH = """
programs=$1 folder=$2
trap 'rm -rf "$folder"' EXIT
"$programs/initdb" -D "$folder/data" -U shipworthy --auth=trust --encoding=UTF8 --locale=C --no-sync || exit
start() { "$programs/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= $3 & server=$!; }
stop() { kill "-$1" "$server"; wait "$server"; }
start
while read -r word; do
    case "$word" in
        start) start;;
        fast) stop INT;;
        immediate) stop QUIT;;
    esac
done
stop INT
"""


THROWN_AWAY = "-c fsync=off"
"""What is written need not survive the machine."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server, reached over a socket in its own folder: no port is taken, none is open to others."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://shipworthy@/{database}?host={self.folder}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user="shipworthy", dbname=database, autocommit=True)


@dataclass(frozen=True)
class PostgresSwitch(PostgresServer):
    """A server of its own that can be stopped and started."""

    keeper: subprocess.Popen[bytes]

    def stop(self, how: str) -> None:
        """How: `fast` sends everybody away, `immediate` leaves as in a crash."""
        self._tell(how)
        while self._answers():
            time.sleep(0.02)

    def start(self) -> None:
        """Waits until it answers; does nothing when it does."""
        if not self._answers():
            self._tell("start")
            assert _is_ready(self, self.keeper)

    def ask_password_of(self, role: str) -> None:
        """From now on this role has to know its password."""
        rules = self.folder / "data" / "pg_hba.conf"
        rules.write_text(f"local all {role} scram-sha-256\n{rules.read_text()}")
        with self.connect() as connection:
            connection.execute("SELECT pg_reload_conf()")

    def _tell(self, word: str) -> None:
        assert self.keeper.stdin is not None
        self.keeper.stdin.write(f"{word}\n".encode())
        self.keeper.stdin.flush()

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True


@pytest.fixture(scope="session")
def postgres_switch() -> Iterator[PostgresSwitch]:
    with running_server(SWITCH) as (folder, keeper):
        yield PostgresSwitch(folder, keeper)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with running_server(KEEPER) as (folder, _):
        yield PostgresServer(folder)


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
def running_server(script: str = KEEPER, options: str = THROWN_AWAY) -> Iterator[tuple[Path, subprocess.Popen[bytes]]]:
    """A server in a folder of its own, and the process that keeps it.

    Args:
        script: how it is kept.
        options: of the server.
    """
    programs, folder = _find_programs(), Path(tempfile.mkdtemp(prefix="shipworthy-postgres-", dir="/tmp"))
    owner = _unprivileged_user()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(
            ["/bin/sh", "-c", script, "keeper", str(programs), str(folder), options],
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
        if not _is_ready(PostgresServer(folder), keeper):
            log.seek(0)
            pytest.fail(f"The PostgreSQL server for the tests did not start:\n{log.read()}", pytrace=False)
        yield folder, keeper


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
