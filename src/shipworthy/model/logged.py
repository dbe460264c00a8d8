"""A model of MLflow, of any flavour, asked through `mlflow.pyfunc`; its files travel with it."""

import io
import shutil
import tarfile
import tempfile
import warnings
import weakref
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from shipworthy.foundation.errors import CandidateError


class Logged:
    """Answers as a logged model does, and takes the model's files along when it is pickled.

    Args:
        folder: with the file `MLmodel`.

    Raises:
        CandidateError: when a package that the model needs is not installed, or it cannot be loaded.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._load()

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the packages that the model says it needs, and of MLflow."""
        asked = self._folder / "requirements.txt"
        lines = asked.read_text(encoding="utf-8").splitlines() if asked.is_file() else []
        return ("mlflow-skinny", *(name for line in lines if (name := _package(line))))

    def __call__(self, frame: pl.DataFrame) -> Any:
        """One answer a row: probabilities where the model gives some, else what it predicts.

        The model gets the columns that its signature names, or all; a text column as `str`, gaps as NaN.
        """
        rows = _pandas(frame.select(self._columns) if self._columns else frame)
        if self._classifier is not None:
            shares = self._classifier.predict_proba(rows).T
            return pl.DataFrame(
                {str(name): share for name, share in zip(self._classifier.classes_, shares, strict=True)}
            )
        return self._model.predict(rows)

    def __getstate__(self) -> dict[str, Any]:
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            archive.add(self._folder, arcname=".")
        return {"packed": packed.getvalue()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="shipworthy-model-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        with tarfile.open(fileobj=io.BytesIO(state["packed"]), mode="r:gz") as archive:
            archive.extractall(self._folder, filter="data")
        self._load()

    def _load(self) -> None:
        try:
            with warnings.catch_warnings():
                # MLflow warns of its own type hints and of versions; what matters is raised
                warnings.simplefilter("ignore")
                # takes seconds, and only these candidates need it
                self._model: Any = import_module("mlflow.pyfunc").load_model(str(self._folder))
        except Exception as error:
            # loading runs other people's code, which may raise anything
            raise _unloadable(error) from error
        inputs = self._model.metadata.get_input_schema()
        self._columns = inputs.input_names() if inputs is not None and inputs.has_input_names() else []
        self._classifier = _classifier(self._model)


def _classifier(model: Any) -> Any:
    """The classifier within, when it knows probabilities and which classes they are of; `predict` gives labels only."""
    try:
        inner = model.get_raw_model()
    except Exception:
        # not every flavour hands out what it wraps
        return None
    told = hasattr(inner, "predict_proba") and hasattr(inner, "classes_")
    return inner if told else None


def _pandas(frame: pl.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({series.name: _values(series) for series in frame.iter_columns()})


def _values(series: pl.Series) -> Any:
    if series.dtype in (pl.Categorical, pl.Enum):
        series = series.cast(pl.String)
    if series.dtype == pl.String:
        return pd.Series(series.to_list(), dtype=object)
    if isinstance(series.dtype, pl.Datetime):
        return series.to_pandas()
    return series.to_numpy()


def _package(line: str) -> str:
    """Name of the package that a line of requirements asks for."""
    for sign in "=<>!~;[ #":
        line = line.partition(sign)[0]
    return line.strip()


def _unloadable(error: Exception) -> CandidateError:
    what = f"the model cannot be loaded: {error}"
    if isinstance(error, ModuleNotFoundError) and error.name:
        what = f"the model needs {error.name}, which is not installed"
    step = "install what its requirements.txt names, in the same versions"
    return CandidateError(what, where="mlflow", seen=type(error).__name__, next_step=step)
