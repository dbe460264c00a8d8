"""A source on disk becomes a table."""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import polars as pl

from shipworthy.data.columns import describe
from shipworthy.data.delimited import read_delimited
from shipworthy.data.named import check_names, require
from shipworthy.data.tidy import tidy
from shipworthy.foundation.errors import ShipworthyError, SourceError, nearest
from shipworthy.records.spec import DataSpec, Source, Target
from shipworthy.records.table import Table

ENDINGS: Final = (
    ".csv",
    ".tsv",
    ".txt",
    ".csv.gz",
    ".tsv.gz",
    ".parquet",
    ".pq",
    ".arrow",
    ".feather",
    ".ipc",
)
"""File names that can be read."""

Progress = Callable[[str], None]
"""Is told in a few words what is being done."""


def read_source(source: Source, root: Path, progress: Progress | None = None) -> Table:
    """Reads one source.

    Empty cells, `NA`, `NaN`, `N/A` and `null` are missing values, ISO dates and times become dates and times,
    times with a zone become UTC, decimals become floats. A column that mixes numbers and words is text.

    Args:
        source: what to read; its path is relative to `root`.
        root: the project's folder.
        progress: told what is being read.

    Returns:
        The table; `notes` say what had to be assumed about the file.

    Raises:
        SourceError: when the file is missing, empty, unreadable, a folder or of an unknown kind.
        ColumnError: when a key or time column of the source is not in it, or two columns share a name.
    """
    path = root / Path(source.path).expanduser()
    _check_file(source, path)
    if progress:
        progress(f"reading {source.name} ({path.stat().st_size / 1e6:,.1f} MB)")
    frame, notes = _frame(source, path)
    if not frame.width or not frame.height:
        what = f"the file of `{source.name}` has a header and no rows"
        raise SourceError(
            what, where=str(path), seen=f"{frame.width} columns", next_step="export it again, with its rows"
        )
    check_names(frame.columns, where=str(path))
    joined = source.join
    as_of = joined.as_of if joined else None
    named = (*source.key, *((source.time,) if source.time else ()), *(joined.right if joined else ()))
    require((*named, *((as_of.right,) if as_of else ())), frame.columns, where=f"data.sources.{source.name}")
    spec = DataSpec(sources=(source,), target=Target(column=""))
    columns = describe(frame, spec, dict.fromkeys(frame.columns, source.name))
    return Table(name=source.name, frame=frame, columns=columns, key=source.key, time=source.time, notes=notes)


def _frame(source: Source, path: Path) -> tuple[pl.DataFrame, tuple[str, ...]]:
    name = path.name.lower()
    try:
        if name.endswith((".parquet", ".pq")):
            return tidy(pl.read_parquet(path)), ()
        if name.endswith((".arrow", ".feather", ".ipc")):
            return tidy(pl.read_ipc(path)), ()
        frame, notes = read_delimited(path)
        return tidy(frame), notes
    except ShipworthyError:
        raise
    except PermissionError as error:
        raise SourceError(
            f"the file of `{source.name}` may not be read",
            where=str(path),
            seen=error.strerror,
            next_step="give yourself permission to read it",
        ) from error
    except (
        OSError,
        EOFError,
        zlib.error,
        ValueError,
        pl.exceptions.PolarsError,
        pl.exceptions.PanicException,
    ) as error:
        raise SourceError(
            f"the file of `{source.name}` cannot be read",
            where=str(path),
            seen=str(error).strip().split("\n")[0],
            allowed="a complete " + ("Parquet" if name.endswith((".parquet", ".pq")) else path.suffix) + " file",
            next_step="export or download it again; it may have been cut off",
        ) from error


def _check_file(source: Source, path: Path) -> None:
    if path.is_dir():
        files = sorted(item.name for item in path.iterdir() if item.name.lower().endswith(ENDINGS))
        what = f"the path of `{source.name}` is a folder"
        raise SourceError(what, where=str(path), seen=files, allowed="one file", next_step="name a file in that folder")
    if not path.exists():
        raise _missing(source, path)
    if not path.name.lower().endswith(ENDINGS):
        what = f"the file of `{source.name}` is of a kind that cannot be read"
        step = "export it as CSV or Parquet and name that file"
        raise SourceError(what, where=str(path), seen=path.suffix or path.name, allowed=ENDINGS, next_step=step)
    if path.stat().st_size == 0:
        raise SourceError(
            f"the file of `{source.name}` is empty",
            where=str(path),
            seen="0 bytes",
            next_step="export it again",
        )


def _missing(source: Source, path: Path) -> SourceError:
    folder = path.parent
    what = f"the file of `{source.name}` is missing"
    if not folder.is_dir():
        step = "create the folder and put the file there, or correct the path"
        return SourceError(what, where=str(path), seen=f"no folder {folder}", next_step=step)
    names = sorted(item.name for item in folder.iterdir() if item.name.lower().endswith(ENDINGS))
    close = nearest(path.name, names)
    step = f"did you mean {close}?" if close else "put the file there, or correct the path"
    return SourceError(what, where=str(path), seen=source.path, allowed=names, next_step=step)
