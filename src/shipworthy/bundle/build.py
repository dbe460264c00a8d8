"""Writing down what is shipped: a folder that is a bundle for us and a model for MLflow."""

import os
import pickle
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import polars as pl
from msgspec import structs

from shipworthy.bundle.contents import CARD, CODE, CONTENTS, EXTRAS, MODEL, RECORD, contents_of
from shipworthy.bundle.mlmodel import write_mlmodel
from shipworthy.bundle.requirements import needs_of, requirements_of
from shipworthy.bundle.rows import read_frame
from shipworthy.foundation.digests import digest_bytes
from shipworthy.foundation.errors import BundleError, CandidateError
from shipworthy.foundation.files import storage_error
from shipworthy.model.fitted import Fitted
from shipworthy.records.bundle import Bundle
from shipworthy.records.record import Record


def build(
    folder: Path,
    bundle: Bundle,
    fitted: Fitted,
    *,
    example: pl.DataFrame,
    extras: Mapping[str, Record] = {},
    code: Sequence[Path] = (),
    card: str = "",
) -> Bundle:
    """Writes a bundle, whole or not at all.

    The folder holds `bundle.json`, `model.pkl`, `extras/NAME.json`, `code/`, `card.md` and `contents.json` with a
    digest of each, and what makes it an MLflow model: `MLmodel`, `requirements.txt`, `python_env.yaml`,
    `input_example.json`.

    Args:
        folder: where it goes; nothing may be there yet.
        bundle: the record; its model digest and requirements are filled in.
        fitted: the model.
        example: a few rows with the bundle's inputs; personal values are left out of what is written.
        extras: records that go beside the model, by name.
        code: modules, and folders of modules, that the model needs to be loaded.
        card: the model card, Markdown.

    Returns:
        The record as written.

    Raises:
        BundleError: when something is in this place already.
        CandidateError: when the model cannot be written down.
        StorageError: when the disk is full or the folder may not be written.
    """
    if folder.exists():
        raise _taken(folder)
    partial: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        # mkdtemp makes folders private; a bundle is meant to be read by the server's user
        partial.chmod(0o755)
        (partial / CARD).write_text(card, encoding="utf-8")
        bundle = fill(partial, bundle, fitted, extras=extras, code=code)
        write_mlmodel(partial, bundle, _without_personal(bundle, example))
        _put(partial, folder)
    except OSError as error:
        raise storage_error(folder, error) from error
    finally:
        if partial is not None:
            shutil.rmtree(partial, ignore_errors=True)
    return bundle


def fill(
    folder: Path, bundle: Bundle, fitted: Fitted, *, extras: Mapping[str, Record] = {}, code: Sequence[Path] = ()
) -> Bundle:
    """Writes what `load` reads into a folder that is there: all of a bundle but its card and what MLflow needs.

    Arguments and errors are those of `build`.

    Raises:
        OSError: when a file cannot be written.
    """
    model = _pickled(fitted, bundle)
    requirements = requirements_of(model, code, needs_of(fitted))
    bundle = structs.replace(bundle, model=digest_bytes([model]), requirements=requirements)
    _copy_code(code, folder / CODE)
    (folder / MODEL).write_bytes(model)
    (folder / RECORD).write_bytes(_json(bundle))
    for name, record in extras.items():
        (folder / EXTRAS).mkdir(exist_ok=True)
        (folder / EXTRAS / f"{name}.json").write_bytes(_json(record))
    (folder / CONTENTS).write_bytes(_json(contents_of(folder)))
    return bundle


def _pickled(fitted: Fitted, bundle: Bundle) -> bytes:
    try:
        return pickle.dumps(fitted, protocol=5)
    except Exception as error:
        # what a factory made may refuse in any way it likes
        raise CandidateError(
            f"it cannot be written down: {error}",
            where=f"candidates.{bundle.candidate}",
            seen=type(error).__name__,
            allowed="classes and functions that stand at the top of a module",
            next_step="move classes and functions out of other functions, and use no lambda",
        ) from error


def _copy_code(code: Sequence[Path], folder: Path) -> None:
    for path in code:
        folder.mkdir(exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, folder / path.name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            shutil.copyfile(path, folder / path.name)


def _without_personal(bundle: Bundle, example: pl.DataFrame) -> pl.DataFrame:
    personal = [each.name for each in bundle.inputs if each.personal]
    return read_frame(bundle, example).frame.with_columns(pl.lit(None).alias(name) for name in personal)


def _put(partial: Path, folder: Path) -> None:
    for path in partial.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    try:
        partial.rename(folder)
    except FileExistsError:
        raise _taken(folder) from None
    except OSError:
        if folder.exists():
            raise _taken(folder) from None
        raise


def _taken(folder: Path) -> BundleError:
    return BundleError(
        "there is a bundle in this place already",
        where=str(folder),
        allowed="a new version; a bundle is never changed",
        next_step="give it the next version",
    )


def _json(record: Record) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record.to_dict()), indent=1)
