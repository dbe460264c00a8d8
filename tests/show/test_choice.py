"""What an owner reads about which attempt is put forward."""

from dataclasses import replace

import pytest

from shipworthy.show.owner import choice
from tests.show.sample import STORY


@pytest.mark.parametrize(
    ("chosen", "best", "simplest", "says"),
    [
        ("linear", "boosting", "linear", "it is the simplest one that cannot be told apart from the best, “boosting”."),
        ("boosting", "boosting", "boosting", "Of 4 attempts we put forward “boosting”, which did best."),
        (
            "boosting",
            "boosting",
            "linear",
            "which did best. The simplest that cannot be told apart from the best is “linear”; it likely brings less.",
        ),
        (
            "glass box",
            "boosting",
            "rule of thumb",
            "“glass box”: it is the simplest one that comes close to the best, “boosting”. The simplest that cannot be "
            "told apart from the best is what you do today; it likely brings less.",
        ),
        (
            "boosting",
            "boosting",
            "constant",
            "which did best. That any attempt is better than always giving the same answer is not clear so far.",
        ),
        ("constant", "boosting", "constant", "none is clearly better than always giving the same answer, so far."),
        ("rule of thumb", "rule of thumb", "constant", "None of 3 attempts is ahead of what you do today, so far."),
        ("", "", "", ""),
    ],
)
def test_why_an_attempt_is_put_forward_and_what_simpler_one_might_be_as_good(
    chosen: str, best: str, simplest: str, says: str
) -> None:
    told = choice(replace(STORY, chosen=chosen, best=best, simplest=simplest))
    assert says in told
    assert bool(told) == bool(chosen)
