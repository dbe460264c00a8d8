import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shipworthy.foundation.errors import RequestError, StorageError
from shipworthy.records.deployment import Deployment
from shipworthy.store.deployments import (
    DELIVERY_FILE,
    bundle_folder,
    engaged,
    lifted,
    next_version,
    promoted,
    read_deployment,
    rolled_back,
    shadowed,
    write_deployment,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOTHING = Deployment(project="late")
FIRST = Deployment(project="late", champion=1)
SECOND = Deployment(project="late", champion=2, previous=1)


def test_what_is_written_is_read_back_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    assert read_deployment(tmp_path / "own") is None
    for deployment in (FIRST, promoted(FIRST, 2, by="Ann", why="it pays", now=NOW, authority="asserted")):
        write_deployment(tmp_path / "own", deployment)
        assert read_deployment(tmp_path / "own") == deployment
    assert [each.name for each in (tmp_path / "own").iterdir()] == [DELIVERY_FILE]


@pytest.mark.parametrize("content", [b"", b"{", b'{"project": 3}', b'{"project": "late", "colour": 1}', b"\xff\xfe"])
def test_a_damaged_file_is_named_and_what_to_do(content: bytes, tmp_path: Path) -> None:
    (tmp_path / DELIVERY_FILE).write_bytes(content)
    with pytest.raises(StorageError) as caught:
        read_deployment(tmp_path)
    assert (str(tmp_path / DELIVERY_FILE), "shipworthy ship" in caught.value.next_step) == (caught.value.where, True)


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    (tmp_path / DELIVERY_FILE).mkdir()
    with pytest.raises(StorageError):
        read_deployment(tmp_path)
    with pytest.raises(StorageError):
        write_deployment(tmp_path, FIRST)


def test_what_was_written_has_reached_the_disk_before_it_bears_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    sync = os.fsync

    def watched(handle: int) -> None:
        seen.append((tmp_path / DELIVERY_FILE).exists())
        sync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    write_deployment(tmp_path, FIRST)
    assert seen == [False, True]


def test_bundles_are_numbered_from_one_and_gaps_are_not_filled(tmp_path: Path) -> None:
    assert next_version(tmp_path) == 1
    for name in ("1", "7", "draft", ".8"):
        (tmp_path / "bundles" / name).mkdir(parents=True)
    assert (next_version(tmp_path), bundle_folder(tmp_path, 8)) == (8, tmp_path / "bundles" / "8")
    (tmp_path / "bundles" / "8").touch()
    assert next_version(tmp_path) == 9
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "bundles").touch()
    with pytest.raises(StorageError):
        next_version(tmp_path / "other")


def test_a_shadow_is_promoted_and_what_answered_can_be_rolled_back_to() -> None:
    watched = shadowed(FIRST, 2, by="shipworthy", why="v2 is tried", now=NOW)
    assert (watched.champion, watched.shadow, watched.since) == (1, 2, NOW)
    live = promoted(watched, by="Ann", why="it pays", now=NOW, authority="asserted")
    assert (live.champion, live.previous, live.shadow, live.by, live.authority) == (2, 1, 1, "Ann", "asserted")
    back = rolled_back(live, by="Ben", why="too slow", now=NOW)
    assert (back.champion, back.previous, back.why, back.authority) == (1, 2, "too slow", "machine")
    again = rolled_back(back, by="Ben", why="it was the disk", now=NOW)
    assert (again.champion, again.previous) == (2, 1)


def test_what_answered_takes_the_place_in_the_shadow_of_what_answers_and_others_stay() -> None:
    first = promoted(NOTHING, 1, by="Ann", why="", now=NOW)
    assert (first.champion, first.previous) == (1, None)
    three = shadowed(SECOND, 3, by="Ann", why="", now=NOW)
    assert promoted(three, 4, by="Ann", why="", now=NOW).shadow == 3
    assert shadowed(three, None, by="Ann", why="", now=NOW).shadow is None
    one = shadowed(SECOND, 1, by="Ann", why="", now=NOW)
    assert rolled_back(one, by="Ann", why="", now=NOW).shadow == SECOND.champion


def test_a_fallback_stays_until_it_is_lifted_whatever_model_stands_behind_it() -> None:
    standing_in = engaged(SECOND, by="shipworthy", why="weather.pressure is broken", now=NOW)
    assert (standing_in.mode, standing_in.champion) == ("fallback", 2)
    assert engaged(standing_in, by="x", why="again", now=NOW) == standing_in
    assert rolled_back(standing_in, by="Ann", why="", now=NOW).mode == "fallback"
    assert promoted(standing_in, 3, by="Ann", why="", now=NOW).mode == "fallback"
    healed = lifted(standing_in, by="shipworthy", why="the feed is back", now=NOW)
    assert (healed.mode, healed.why) == ("model", "the feed is back")
    assert lifted(healed, by="x", why="again", now=NOW) == healed


def test_what_makes_no_sense_is_refused_with_what_to_do() -> None:
    refused: list[Callable[[], Deployment]] = [
        lambda: promoted(FIRST, by="Ann", why="", now=NOW),
        lambda: promoted(FIRST, 1, by="Ann", why="", now=NOW),
        lambda: rolled_back(FIRST, by="Ann", why="", now=NOW),
        lambda: rolled_back(NOTHING, by="Ann", why="", now=NOW),
        lambda: shadowed(NOTHING, 1, by="Ann", why="", now=NOW),
        lambda: shadowed(FIRST, 1, by="Ann", why="", now=NOW),
        lambda: engaged(NOTHING, by="Ann", why="", now=NOW),
    ]
    for ask in refused:
        with pytest.raises(RequestError) as caught:
            ask()
        assert caught.value.next_step
