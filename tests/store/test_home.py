from datetime import UTC, datetime
from pathlib import Path

import platformdirs
import pytest

from shipworthy.foundation.clock import SteppingClock
from shipworthy.store.home import OWN_HOME, home, ledger_url, sqlite_url
from shipworthy.store.ledger import Ledger


def test_by_default_the_ledger_is_in_the_users_data_folder(tmp_path: Path) -> None:
    assert home({}) == platformdirs.user_data_path("shipworthy")
    assert ledger_url({"SHIPWORTHY_URL": " ", "SHIPWORTHY_HOME": ""}, tmp_path) == sqlite_url(home({}))


def test_the_url_of_a_team_goes_before_the_home_of_one_user(tmp_path: Path) -> None:
    both = {"SHIPWORTHY_URL": "postgresql://host/team", "SHIPWORTHY_HOME": str(tmp_path)}
    assert ledger_url(both, tmp_path) == "postgresql://host/team"


def test_a_project_with_a_home_of_its_own_stays_out_of_all_other_ledgers(tmp_path: Path) -> None:
    (tmp_path / OWN_HOME).mkdir(parents=True)
    assert ledger_url({"SHIPWORTHY_URL": "postgresql://host/team"}, tmp_path) == sqlite_url(tmp_path / OWN_HOME)


def test_a_home_may_be_written_with_a_tilde() -> None:
    assert home({"SHIPWORTHY_HOME": "~/ship"}) == Path.home() / "ship"


@pytest.mark.parametrize("name", ["späte Flüge", "50%41", "a#b", "x&y=z", "日本"])
def test_any_folder_can_hold_the_ledger(tmp_path: Path, name: str) -> None:
    with Ledger.open(ledger_url({"SHIPWORTHY_HOME": str(tmp_path / name)}, tmp_path), SteppingClock(NOW)) as ledger:
        ledger.append("p", "k", {}, "a", "asserted")
    assert (tmp_path / name / "ledger.sqlite").is_file()


NOW = datetime(2026, 1, 1, tzinfo=UTC)
