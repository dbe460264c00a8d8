"""`after`: which attempts may come after which."""

import pytest

from shipworthy.foundation.errors import DocumentError
from shipworthy.plan.reading import read_text
from shipworthy.plan.specs import candidate_specs

HEAD = "project: p\ndata: {sources: {t: {path: t.csv}}, target: {column: y}}\ncandidates:\n"
FIRST = "  - {name: first, estimator: sklearn.linear_model.LogisticRegression}\n"
SECOND = "  - {name: second, estimator: sklearn.linear_model.LogisticRegression, after: [first]}\n"


def test_a_chain_holds_all_that_it_comes_after() -> None:
    third = "  - {name: third, factory: 'mine:build', after: [first, second]}\n"
    specs = {spec.name: spec for spec in candidate_specs(read_text(HEAD + FIRST + SECOND + third, "p.yaml"))}
    assert specs["second"].after == (specs["first"],)
    assert specs["third"].after == (specs["first"], specs["second"])
    assert not specs["first"].after


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (SECOND + FIRST, "no attempt of this name stands above"),
        (FIRST + SECOND.replace("[first]", "[frist]"), "did you mean first"),
        (SECOND.replace("[first]", "[second]"), "no attempt of this name stands above"),
        ("  - {name: first, rule: 'a > 1'}\n" + SECOND, "nothing can come after first: only attempts that learn here"),
        ("  - {name: first, factory: 'mine:build', reads: [path]}\n" + SECOND, "it reads columns beside the features"),
        ("  - {name: first, expect_gain: {low: 1, high: 2}}\n" + SECOND, "it is not built"),
        ("  - {name: constant}\n" + SECOND.replace("[first]", "[constant]"), "it is not built"),
        (
            FIRST + "  - {name: second, rule: 'a > 1', after: [first]}\n",
            "after says nothing about a candidate that is a",
        ),
        (
            FIRST + "  - {name: second, factory: 'mine:build', reads: [path], after: [first]}\n",
            "an attempt that comes after others",
        ),
    ],
)
def test_what_cannot_come_after_is_refused(entries: str, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_text(HEAD + entries, "p.yaml")
    assert words in str(caught.value)
