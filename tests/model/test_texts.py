import pickle

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from skrub import StringEncoder, TableVectorizer

from shipworthy.model.encoding import numbers_of
from shipworthy.model.learning import fit_features, spelling
from shipworthy.model.texts import Blanks, different

WORDS = ("NA", "n/a", "?", " ", "\t", "", "None", "none", "Nan", "nan ", "x", "é", "1.#IND", "#N/A N/A", "..", "...")


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(st.none(), st.sampled_from(WORDS), st.text(max_size=4)), min_size=2, max_size=30))
def test_what_says_that_there_is_nothing_is_empty_as_in_skrub(values: list[str | None]) -> None:
    column = pl.Series("text", [*values, "red", "blue"], dtype=pl.String)
    plain = TableVectorizer(low_cardinality="passthrough", high_cardinality="passthrough", datetime="passthrough")
    expected = plain.fit_transform(column.to_frame())["text"]
    assert Blanks().transform(column).to_list() == expected.cast(pl.String).to_list()


@pytest.mark.parametrize("texts", [60, 4], ids=["many groups of letters", "few"])
@pytest.mark.filterwarnings("ignore:The matrix shape is")
def test_spelling_is_bit_for_bit_that_of_skrub_for_texts_never_seen_too(texts: int) -> None:
    random = np.random.default_rng(3)
    words = ["".join(random.choice(list("abcdé -"), 9)) for _ in range(texts)]
    column = pl.Series("c0", words)
    witness = StringEncoder(n_components=8, ngram_range=(2, 4), analyzer="char_wb", random_state=5)
    witness.fit(different(column))
    later = pl.Series("c0", [*words, "abc abc", "Zürich", "b", None, words[0] * 80])
    ours = pickle.loads(pickle.dumps(spelling(column, seed=5))).transform(later)
    theirs = numbers_of(witness.transform(later.str.slice(0, 500).drop_nulls()))
    np.testing.assert_array_equal(numbers_of(ours)[later.is_not_null().to_numpy()], theirs)
    assert ours.row(-2) == (None,) * ours.width
    assert ours[:0].columns == [f"c0 text{number}" for number in range(8)]


def test_what_says_nothing_in_a_row_never_seen_is_empty_and_a_new_text_is_not() -> None:
    frame = pl.DataFrame({"note": [f"note number {row}" for row in range(60)]})
    features, _ = fit_features(frame)
    empty, new = features.transform(pl.DataFrame({"note": ["N/A", "another note"]})).trees
    assert np.isnan(empty).all()
    assert np.isfinite(new).all()
