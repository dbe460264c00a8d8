import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import sqlalchemy as sa


def test_postgres_gives_each_test_a_database_of_its_own(postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url)
    with engine.begin() as connection:
        assert sa.inspect(connection).get_table_names() == []
        connection.execute(sa.text("CREATE TABLE seen (name text)"))
        connection.execute(sa.text("INSERT INTO seen VALUES ('Bergstraße')"))
        assert connection.scalar(sa.text("SELECT name FROM seen")) == "Bergstraße"
    engine.dispose()


@pytest.mark.parametrize("keeper", ["KEEPER", "SWITCH"])
def test_postgres_stops_when_the_test_run_is_killed(keeper: str) -> None:
    script = textwrap.dedent(
        f"""
        import time
        from tests.support.postgres import {keeper}, running_server

        with running_server({keeper}) as (folder, _):
            print(folder, (folder / "data/postmaster.pid").read_text().split()[0], flush=True)
            time.sleep(60)
        """
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        folder, pid = run.stdout.readline().split()
        assert Path(folder).exists()
        run.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while Path(folder).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(folder).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)
