"""Runs an evaluation that may be killed at any moment: `python -m tests.lab.struck FOLDER`."""

import sys
from dataclasses import replace
from pathlib import Path

from shipworthy.lab.evaluate import evaluate
from shipworthy.lab.roadmap import default_candidates
from shipworthy.store.cache import Cache
from tests.lab.samples import BINARY, easy, study_of

FITS = 9


def main(folder: Path) -> None:
    """Prints how many fits were known before anything was computed, and a line each time that one is done."""
    study = study_of(*easy(600), workers=2)
    study = replace(study, place=replace(study.place, shelf=folder / "shelf"))
    found = evaluate(
        study,
        default_candidates(BINARY)[:3],
        progress=lambda done, total, words: print(done, total, words, flush=True),
        cache=Cache(folder / "cache"),
    )
    print("digest", *(attempt.predictions.digest for attempt in found.attempts if attempt.predictions), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
