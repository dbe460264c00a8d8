"""Learning what the columns hold; what comes of it answers without the libraries that are loaded here."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, Protocol

import polars as pl
from skrub import StringEncoder, TableVectorizer
from skrub.core import SingleColumnTransformer
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from shipworthy.model.calendar import Calendar
from shipworthy.model.columns import Columns
from shipworthy.model.encoding import Encoding, numbers_of
from shipworthy.model.features import FeatureMatrix, Features
from shipworthy.model.texts import Blanks, Levels, Spelling, different

_MOST_LEVELS: Final = 40
_MOST_TEXTS: Final = 10_000
_WIDTH: Final = 8


class Step(Protocol):
    """What turns a column into others, once it has learned."""

    def transform(self, column: pl.Series) -> pl.Series | pl.DataFrame:
        """The column as it goes on."""
        ...


class Learning(SingleColumnTransformer):  # type: ignore[misc]
    """A step of ours among skrub's.

    Args:
        learn: makes the step from the training rows.
    """

    def __init__(self, learn: Callable[[pl.Series], Step]) -> None:
        self.learn = learn

    def fit_transform(self, column: pl.Series, y: object = None) -> pl.Series | pl.DataFrame:
        """Learns from the column, and takes it through the step."""
        del y
        self.step_ = self.learn(column)
        return self.transform(column)

    def transform(self, column: pl.Series) -> pl.Series | pl.DataFrame:
        """Takes a column through the step."""
        return self.step_.transform(column)


def fit_features(frame: pl.DataFrame, *, trend: bool = False, seed: int = 0) -> tuple[Features, FeatureMatrix]:
    """Learns what the columns hold, and turns the training rows into features.

    skrub's `TableVectorizer` decides what text is: numbers, dates, categories (up to 40 different values)
    or text. The same rows and seed give the same features, however many threads there are.

    Args:
        frame: the training rows, feature columns only. # (rows, columns)
        trend: rows to be predicted lie among the training rows in time, see `Calendar`.
        seed: of the encoder of text.

    Returns:
        The features, and the matrix of the training rows.

    >>> frame = pl.DataFrame({"colour": ["red", "blue", "red"], "size": [1, None, 3]})
    >>> features, matrix = fit_features(frame)
    >>> features.names, matrix.trees.tolist()
    (('colour', 'size'), [[1.0, 1.0], [0.0, nan], [1.0, 3.0]])
    """
    columns = Columns.of(frame)
    cleaned = columns.clean(frame)
    vectorizer = TableVectorizer(
        cardinality_threshold=_MOST_LEVELS,
        low_cardinality=Learning(Levels),
        high_cardinality=Learning(partial(spelling, seed=seed)),
        numeric="passthrough",
        datetime=Learning(partial(Calendar, trend=trend)),
        drop_if_constant=True,
    )
    encoded, steps = _nothing(frame.height), {}
    if cleaned.width and cleaned.height:
        with threadpool_limits(limits=1, user_api="blas"):
            found = vectorizer.fit_transform(cleaned)
        if found.width:
            encoded, steps = _plain(found), _alone(vectorizer.all_processing_steps_, cleaned)
    features = Features(columns, Encoding(columns.treatments, steps, cleaned, encoded), encoded)
    return features, FeatureMatrix(lambda: frame, features, numbers_of(encoded))


def spelling(column: pl.Series, *, seed: int) -> Spelling:
    """Learns how texts are spelt from at most 10,000 different ones, spread evenly over the alphabet.

    Args:
        column: the training rows.
        seed: of the encoder.
    """
    encoder = StringEncoder(n_components=_WIDTH, ngram_range=(2, 4), analyzer="char_wb", random_state=seed)
    texts = different(column)
    encoder.fit(texts.gather_every(-(-len(texts) // _MOST_TEXTS)))
    axes = encoder.tsvd_.components_ if hasattr(encoder, "tsvd_") else None
    return Spelling(encoder.vectorizer_, axes, encoder.scaling_factor_, encoder.n_components_)


def _alone(steps: Mapping[str, Sequence[Any]], cleaned: pl.DataFrame) -> dict[str, list[Any]]:
    """The fitted steps of each column, without skrub's own wherever ours can do without them."""
    out = {}
    for alias, found in steps.items():
        # the last entry only says again which columns were made numbers
        own = [step for step in found if hasattr(step, "transform")]
        last = own[-1].step_ if isinstance(own[-1], Learning) else None
        if isinstance(last, Levels | Spelling):
            own = [Blanks(), last]
        elif isinstance(last, Calendar) and cleaned[alias].dtype.is_temporal():
            own = [last]
        out[alias] = own
    return out


def _plain(encoded: pl.DataFrame) -> pl.DataFrame:
    """Numbers as Float32, null where they are not finite; categories as they are."""
    numbers = pl.col([name for name, dtype in encoded.schema.items() if not isinstance(dtype, pl.Enum)])
    plain = numbers.cast(pl.Float32)
    return encoded.with_columns(pl.when(plain.is_finite()).then(plain))


def _nothing(rows: int) -> pl.DataFrame:
    """A feature that says nothing, for tables of which no column can be learned from."""
    return pl.DataFrame({"nothing": pl.zeros(rows, dtype=pl.Float32, eager=True)})
