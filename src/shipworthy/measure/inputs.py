"""Columns of the data that travel with the predictions, for amounts and slices."""

import polars as pl

from shipworthy.foundation.errors import ColumnError, nearest
from shipworthy.records.predictions import Predictions


def input_column(predictions: Predictions, name: str, wanted_by: str) -> pl.Series:
    """One column of `inputs`.

    Args:
        predictions: the table.
        name: of the column.
        wanted_by: who names it, for the message.

    Raises:
        ColumnError: when it did not travel with the predictions.
    """
    inputs = predictions.frame["inputs"] if "inputs" in predictions.frame.columns else None
    known = inputs.struct.fields if inputs is not None and isinstance(inputs.dtype, pl.Struct) else []
    if inputs is None or name not in known:
        near = nearest(name, known)
        raise ColumnError(
            f"the predictions of {predictions.candidate} carry no column {name!r}",
            where=wanted_by,
            seen=name,
            allowed=known,
            next_step=f"write {near!r}" if near else "name a column of the data that is not personal",
        )
    return inputs.struct.field(name)
