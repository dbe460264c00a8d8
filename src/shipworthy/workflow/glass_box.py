"""That one attempt a person can read belongs on every roadmap."""

from collections.abc import Sequence

from shipworthy.plan.consistency import BASELINES
from shipworthy.records.spec import CandidateSpec


def no_glass_box(specs: Sequence[CandidateSpec]) -> tuple[str, ...]:
    """A note where attempts learn something and none of them can be read; empty otherwise.

    >>> no_glass_box([CandidateSpec(name="linear", kind="estimator", glass_box=True)])
    ()
    >>> len(no_glass_box([CandidateSpec(name="deep", kind="module")]))
    1
    """
    rivals = [spec for spec in specs if spec.name not in BASELINES]
    if not rivals or any(spec.glass_box for spec in rivals):
        return ()
    return (
        "nobody can read why any attempt on the roadmap says what it says; add a simple one, such as "
        "sklearn.linear_model.LogisticRegression, so that it is known what complexity brings (or `glass_box: true`)",
    )
