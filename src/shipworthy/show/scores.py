"""How good stated predictions turned out to be, as lines of a table and as a calibration plot."""

from collections.abc import Sequence

from markupsafe import Markup

from shipworthy.records.score import Score
from shipworthy.show.numbers import count, share
from shipworthy.show.pictures import Dot, Scale, dots
from shipworthy.show.words import sentence


def score_lines(scores: Sequence[Score]) -> list[tuple[str, str, str, str]]:
    """Whose predictions, how many, their Brier score, and what that tells."""
    return [
        (each.of, count(each.n), "" if each.brier is None else f"{each.brier:.2f}", sentence(each.says))
        for each in scores
    ]


def calibration(scores: Sequence[Score]) -> Markup:
    """What came true of predictions of about the same chance, all together; empty without any."""
    bins = scores[0].bins if scores else ()
    rows = [Dot(f"told {share(each.told)}, {count(each.n)} times", each.came, each.low, each.high) for each in bins]
    return dots(rows, Scale("share", "share that came true", zero=False), "What came true of what was told")
