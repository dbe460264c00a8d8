"""The data snapshot that evidence stands on: every source as it was read, pinned until somebody takes a new one.

New rows in a file stale nothing by themselves: they offer a new snapshot. What was read is kept as Arrow files beside
the project, so a later command reads the same rows whatever became of the source.
"""

import json
from pathlib import Path
from typing import Any

import polars as pl

from shipworthy.data.read import read_source
from shipworthy.data.snapshot import snapshot
from shipworthy.foundation.digests import digest
from shipworthy.foundation.errors import SourceError
from shipworthy.foundation.files import write_text, write_with
from shipworthy.records.frames import digest_frame
from shipworthy.records.spec import Source
from shipworthy.records.table import Table


class Snapshots:
    """Sources as pinned for one project.

    Args:
        root: folder of the project; paths of sources are relative to it.
        place: folder to keep the rows in.
    """

    def __init__(self, root: Path, place: Path) -> None:
        self._root = root
        self._place = place
        self._index = place / "pinned.json"
        self._pinned = self._read_index()

    def read(self, source: Source) -> Table:
        """The source as pinned; read and pinned now when it never was.

        Raises:
            SourceError: when it was never pinned and cannot be read.
        """
        name = _name(source)
        if name in self._pinned:
            frame = _read_kept(self._place / f"{self._pinned[name]['content']}.arrow")
            if frame is not None:
                notes = tuple(self._pinned[name]["notes"])
                return Table(name=source.name, frame=frame, key=source.key, time=source.time, notes=notes)
        table = read_source(source, self._root)
        content = digest_frame(table.frame)
        write_with(self._place / f"{content}.arrow", lambda file: table.frame.write_ipc(file, compression="lz4"))
        file = snapshot([source], self._root)[source.name]
        self._pinned[name] = {"content": content, "notes": list(table.notes), "file": file}
        write_text(self._index, json.dumps(self._pinned, indent=2))
        return table

    def digest(self, source: Source) -> str:
        """Names the rows pinned for a source; empty when it was not read yet."""
        return str(self._pinned.get(_name(source), {}).get("content", ""))

    def changed(self, sources: tuple[Source, ...]) -> tuple[str, ...]:
        """Names of the sources whose file is no longer the one that was pinned."""
        return tuple(source.name for source in sources if self._differs(source))

    def renew(self, sources: tuple[Source, ...]) -> None:
        """Forgets the pinned rows of these sources; the next reading pins them anew."""
        for source in sources:
            self._pinned.pop(_name(source), None)

    def _differs(self, source: Source) -> bool:
        pinned = self._pinned.get(_name(source))
        if pinned is None:
            return False
        try:
            now = snapshot([source], self._root, {source.name: pinned["file"]})
        except SourceError:
            # it has gone; the pinned rows still stand
            return True
        return bool(now[source.name]["digest"] != pinned["file"]["digest"])

    def _read_index(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self._index.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            # never written, or half a file left by a crash of another program: the sources are read again
            return {}


def _name(source: Source) -> str:
    return f"{source.name}:{digest(source.path)[:8]}"


def _read_kept(path: Path) -> pl.DataFrame | None:
    try:
        return pl.read_ipc(path)
    except (OSError, pl.exceptions.PolarsError):
        return None
