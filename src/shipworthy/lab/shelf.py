"""What is made of the columns of a fold, kept in files: made once, read by every process and project that needs it."""

import json
import os
import pickle
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from shipworthy.foundation.digests import digest_file
from shipworthy.foundation.files import storage_error
from shipworthy.lab.job import FEATURES, TEST, TRAIN
from shipworthy.lab.lesson import Lesson

MOST: Final = 2_000_000_000
"""Bytes that the shelf may take; beyond, what was not used for longest goes."""

CHECKPOINTS: Final = "checkpoints"
"""Its folder of what long fits have learned so far, one folder a fit."""

_SUMS: Final = "sums.json"
_IN_USE: Final = 600.0
_LEFT_BEHIND: Final = 86_400.0
_FORGOTTEN: Final = 30 * 86_400.0


class Shelf:
    """Folders of features, each under the digest of all that they depend on.

    Several programs may use it at once: a folder appears whole or not at all. Every file bears a checksum, so what is
    damaged counts as missing. Losing the shelf loses time, never results. It holds pickles, so it belongs in a place
    that nobody else may write to, like the project itself.

    Args:
        root: its folder.
        most: bytes that it may take.
    """

    def __init__(self, root: Path, most: int = MOST) -> None:
        self._root = root
        self._most = most

    def features(self, key: str, lesson: Callable[[], Lesson]) -> Path:
        """The folder with the features of a fold; made when it is not there.

        Args:
            key: digest of the rows, the fold, and the code that makes features.
            lesson: makes the features, only when they are missing.

        Raises:
            StorageError: when the disk is full or the folder may not be written.
        """
        place = self._root / key[:2] / key
        if not _whole(place):
            try:
                self._put(place, lesson())
            except OSError as error:
                raise storage_error(place, error) from error
            self._make_room(place)
        touch(place)
        return place

    def _put(self, place: Path, lesson: Lesson) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".new-", dir=self._root))
        try:
            (made / FEATURES).write_bytes(pickle.dumps(lesson.train.features))
            np.save(made / TRAIN, lesson.train.trees)
            np.save(made / TEST, lesson.test.trees)
            sums = {name: digest_file(made / name) for name in (FEATURES, TRAIN, TEST)}
            (made / _SUMS).write_text(json.dumps(sums), encoding="utf-8")
            shutil.rmtree(place, ignore_errors=True)
            with suppress(OSError):
                # another program was quicker: what it made is the same
                made.replace(place)
            if not place.is_dir():
                made.replace(place)
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def _make_room(self, keep: Path) -> None:
        """Throws out what was not used for longest, but nothing that somebody uses now."""
        now, total = time.time(), 0
        for folder in self._root.glob(".*-*"):
            if now - _used(folder) > _LEFT_BEHIND:
                shutil.rmtree(folder, ignore_errors=True)
        for folder in self._root.glob(f"{CHECKPOINTS}/*"):
            if now - _used(folder) > _FORGOTTEN:
                shutil.rmtree(folder, ignore_errors=True)
        for folder in sorted(self._root.glob("??/*"), key=_used, reverse=True):
            total += _size(folder)
            if total > self._most and folder != keep and now - _used(folder) > _IN_USE:
                shutil.rmtree(folder, ignore_errors=True)


def touch(place: Path) -> None:
    """Marks a folder as in use; to be told again within ten minutes."""
    with suppress(OSError):
        os.utime(place)


def _whole(place: Path) -> bool:
    try:
        sums = json.loads((place / _SUMS).read_text(encoding="utf-8"))
        return all(digest_file(place / name) == sums[name] for name in (FEATURES, TRAIN, TEST))
    except (OSError, ValueError, KeyError):
        return False


def _used(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0


def _size(folder: Path) -> int:
    total = 0
    for path in folder.glob("*"):
        with suppress(OSError):
            total += path.stat().st_size
    return total
