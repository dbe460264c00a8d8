"""Fitted candidates on the shelf: put away by the process that fitted them, so that nobody fits them twice."""

import pickle
from contextlib import suppress
from pathlib import Path
from typing import Final

from shipworthy.foundation.digests import digest_file
from shipworthy.foundation.files import write_text, write_with
from shipworthy.model.candidate import Candidate
from shipworthy.model.features import Features

_FIT: Final = "fit.pickle"
_SUM: Final = "fit.sum"


def place_of(shelf: Path, key: str) -> Path:
    """The folder of one fit, which counts among what the shelf may hold.

    Args:
        shelf: its folder.
        key: names the answers that came of the fit.
    """
    return shelf / key[:2] / f"{key}-fit"


def keep(place: Path, features: Features, candidate: Candidate) -> None:
    """Puts a fit away, whole or not at all; what cannot be written down is not kept, and fitted anew where it is asked.

    Args:
        place: as `place_of` gives it.
        features: what was learned about the columns.
        candidate: fitted on these features.
    """

    def write(partial: Path) -> None:
        with partial.open("wb") as file:
            pickle.dump((features, candidate), file, protocol=5)

    # what a factory made may refuse in any way it likes, and a full disk stops no evaluation
    with suppress(Exception):
        write_with(place / _FIT, write)
        write_text(place / _SUM, digest_file(place / _FIT))


def kept(place: Path) -> tuple[Features, Candidate] | None:
    """What was put away; None where nothing was, or it is damaged.

    A pickle only names what it is made of: modules of the project have to be imported before.
    """
    try:
        if (place / _SUM).read_text(encoding="utf-8") != digest_file(place / _FIT):
            return None
        found: tuple[Features, Candidate] = pickle.loads((place / _FIT).read_bytes())
    except Exception:
        # unpickling runs other people's code, which may raise anything
        return None
    return found
