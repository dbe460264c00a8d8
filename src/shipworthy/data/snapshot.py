"""What the source files were, so that it can be said whether they changed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shipworthy.foundation.digests import digest_file
from shipworthy.foundation.errors import SourceError, nearest
from shipworthy.records.spec import Source


def snapshot(
    sources: Sequence[Source], root: Path, known: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, dict[str, Any]]:
    """Names the content of each source's file.

    Files are compared by size and time first: where both are as in `known`, its digest is taken over; else
    the content is read.

    Args:
        sources: the sources to name.
        root: the project's folder.
        known: an earlier snapshot.

    Returns:
        Source name -> `path`, `size` (bytes), `mtime` (nanoseconds since 1970), `digest` (of the content).

    Raises:
        SourceError: when a file is missing or cannot be read.
    """
    return {source.name: _named(source, root, (known or {}).get(source.name, {})) for source in sources}


def _named(source: Source, root: Path, known: Mapping[str, Any]) -> dict[str, Any]:
    path = root / Path(source.path).expanduser()
    try:
        stat = path.stat()
        seen = {"path": source.path, "size": stat.st_size, "mtime": stat.st_mtime_ns}
        if known.get("digest") and all(known.get(name) == value for name, value in seen.items()):
            return {**seen, "digest": str(known["digest"])}
        return {**seen, "digest": digest_file(path)}
    except OSError as error:
        names = [item.name for item in path.parent.iterdir()] if path.parent.is_dir() else []
        close = nearest(path.name, names)
        raise SourceError(
            f"the file of `{source.name}` cannot be read",
            where=str(path),
            seen=error.strerror or str(error),
            next_step=f"did you mean {close}?" if close else "put the file there, or correct the path",
        ) from error
