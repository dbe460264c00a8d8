"""The prediction log: what was answered, what turned out and how calls went, on disk before anybody is told."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Final, Self

import polars as pl

from shipworthy.foundation.errors import LogError
from shipworthy.records.bundle import Input
from shipworthy.records.logged import Call, Fate, Logged, Turned
from shipworthy.records.spec import Task
from shipworthy.store.prediction_errors import translated
from shipworthy.store.prediction_frames import SELECTED, UTC_TIME, frame_of
from shipworthy.store.prediction_rows import (
    LOGGED,
    Row,
    call_row,
    differs,
    logged_of,
    micros,
    moment,
    outcome_row,
    row_of,
    turned_of,
)
from shipworthy.store.prediction_schema import LOG_FILE, connect

_ROWS_AT_ONCE: Final = 10_000
_ALL: Final = 2**31 - 1
_IDS_AT_ONCE: Final = 500
_NAMES: Final = ", ".join(f'"{name}"' for name in LOGGED)
_MARKS: Final = ", ".join("?" * len(LOGGED))
_CALL: Final[dict[str, pl.DataType]] = {
    "time": UTC_TIME,
    "received": UTC_TIME,
    "seconds": pl.Float64(),
    "status": pl.Int64(),
    "rows": pl.Int64(),
    "fallback": pl.Int64(),
    "path": pl.String(),
}
_OF_OUTCOMES: Final = {"outcome": "o.outcome", "outcome_time": "o.time"}
_SELECTED: Final = ", ".join(_OF_OUTCOMES.get(name, f'p."{name}"') for name in SELECTED)


class PredictionLog:
    """Predictions, outcomes and calls of one project in a SQLite file.

    One process writes, any number read at the same time and see whole transactions only. May be used from several
    threads, which wait for each other. What `write` returned from survives the death of the process and of the
    machine. Every method raises `StorageError` (full disk, no permission, locked) or `LogError` (damaged), then has
    changed nothing, and may be called again once there is room.

    >>> import tempfile
    >>> from datetime import UTC
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> with PredictionLog.open(Path(tempfile.mkdtemp())) as log:
    ...     _ = log.write([Logged(id="a", time=now, received=now, version=1, score=0.7, decision="yes")])
    ...     fates = log.write(outcomes=[Turned(id="a", outcome="no", received=now)])
    ...     fates, log.predictions(task=Task(kind="binary", classes=("no", "yes")))["outcome"].to_list()
    (('recorded',), ['no'])
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._lock = Lock()
        self.path = path

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False, wait: float = 5.0) -> Self:
        """Opens the log in a folder, and makes it when it is not there.

        Args:
            folder: usually `.shipworthy/log` of a project.
            read_only: True only looks, beside the process that writes.
            wait: seconds to wait while another process writes.

        Raises:
            LogError: when there is none to look at, or it is damaged, no log, or of another version.
            StorageError: when the file cannot be made or opened.
        """
        path = folder / LOG_FILE
        with translated(path):
            return cls(connect(folder, read_only=read_only, wait=wait), path)

    def write(
        self,
        predictions: Sequence[Logged] = (),
        outcomes: Sequence[Turned] = (),
        calls: Sequence[Call] = (),
    ) -> tuple[Fate, ...]:
        """Writes all of it, or nothing; on return it is on disk.

        A prediction that is known already (same id, origin and version) and says the same is taken once, so that a
        call may be repeated. An outcome that is there already, its time included, is not written twice.

        Returns:
            What became of each outcome: `waiting` while no prediction has its id, `recorded` when it is the first,
            `repeated` when the latest had the same value, else `corrected`.

        Raises:
            LogError: when a prediction is known already and says something else.
            RequestError: when a time has no zone.
        """
        rows = [row_of(each) for each in predictions]
        called = [call_row(each) for each in calls]
        with self._transaction(writes=True) as connection:
            statement = f"INSERT INTO predictions ({_NAMES}) VALUES ({_MARKS}) ON CONFLICT DO NOTHING"
            if connection.executemany(statement, rows).rowcount < len(rows):
                self._refuse_other_content(connection, rows)
            fates = tuple(_take_in(connection, each) for each in outcomes)
            connection.executemany(f"INSERT INTO calls ({', '.join(_CALL)}) VALUES (?, ?, ?, ?, ?, ?, ?)", called)
        return fates

    def predictions(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        task: Task,
        origins: Sequence[str] = ("live",),
        versions: Sequence[int] | None = None,
        inputs: Sequence[Input] | None = None,
    ) -> pl.DataFrame:
        """Predictions by their rows' own moment, oldest first, each with its latest outcome.

        Args:
            since: first moment; None is from the beginning.
            until: first moment that is left out; None is to the end.
            task: says whether scores are lists, and whether decisions and outcomes are labels or numbers.
            origins: only of these, see `records.predictions.ORIGINS`.
            versions: only of these bundles; None is all.
            inputs: columns to read of what rows brought along, in their own kinds; None reads all, guesses
                their kinds, and leaves times as ISO 8601 text.

        Returns:
            Columns as `records.predictions.Predictions` describes them, `model` being the version as text, and
            `version`, `why`, `received` (UTC), `seconds`.
        """
        where, values = _between("p.time", since, until)
        for column, allowed in (("p.origin", origins), ("p.version", versions)):
            if allowed is not None:
                where += f" AND {column} IN ({', '.join('?' * len(allowed))})"
                values += allowed
        query = (
            f"SELECT {_SELECTED} FROM predictions p LEFT JOIN outcomes o ON o.id = p.id"
            " AND o.place = (SELECT max(place) FROM outcomes WHERE id = p.id)"
            f" WHERE {where} ORDER BY p.time, p.number"
        )
        # kinds that are guessed have to be guessed from all rows
        at_once = _ALL if inputs is None else _ROWS_AT_ONCE
        return pl.concat([frame_of(rows, task, inputs) for rows in self._parts(query, values, at_once)])

    def calls(self, since: datetime | None = None, until: datetime | None = None) -> pl.DataFrame:
        """Calls by the newest moment among their rows, oldest first, with the columns of `Call`."""
        where, values = _between("time", since, until)
        query = f"SELECT {', '.join(_CALL)} FROM calls WHERE {where} ORDER BY time, number"
        return pl.DataFrame(self._rows(query, values), schema=_CALL, orient="row")

    def find(self, id: str) -> Logged | None:
        """The prediction of that id, a live one before others, the newest version first; None when there is none."""
        return self.find_all([id]).get(id)

    def find_all(self, ids: Sequence[str]) -> dict[str, Logged]:
        """The prediction of each id that is known, as `find` gives it."""
        parts = [ids[start : start + _IDS_AT_ONCE] for start in range(0, len(ids), _IDS_AT_ONCE)]
        query = "SELECT {} FROM predictions WHERE id IN ({}) ORDER BY origin = 'live', version"
        rows = (row for part in parts for row in self._rows(query.format(_NAMES, ", ".join("?" * len(part))), part))
        # the last one of an id stays
        return {row[0]: logged_of(row) for row in rows}

    def outcomes_of(self, id: str) -> tuple[Turned, ...]:
        """Every outcome that was posted for that id, the first one first; the last one counts."""
        query = "SELECT id, outcome, time, received FROM outcomes WHERE id = ? ORDER BY place"
        return tuple(turned_of(row) for row in self._rows(query, [id]))

    def span(self, origins: Sequence[str] = ("live",)) -> tuple[datetime, datetime] | None:
        """The first and the last moment that there are predictions for; None when there are none."""
        # asked one by one, both are at the ends of an index
        query = (
            "SELECT (SELECT min(time) FROM predictions WHERE origin = ?1),"
            " (SELECT max(time) FROM predictions WHERE origin = ?1)"
        )
        ends = [end for origin in origins for row in self._rows(query, [origin]) for end in row if end is not None]
        return (moment(min(ends)), moment(max(ends))) if ends else None

    def decided(self, decision: str, origin: str, since: datetime, until: datetime) -> int:
        """How many predictions of that time, by their rows' own moment, were decided so."""
        where, values = _between("time", since, until)
        query = f"SELECT count(*) FROM predictions WHERE origin = ? AND decision = ? AND {where}"
        ((count,),) = self._rows(query, [origin, decision, *values])
        return int(count)

    def decided_by(self, decision: str, origin: str, column: str) -> dict[Any, int]:
        """How many predictions were decided so, for each value of a column that rows brought along."""
        query = (
            "SELECT (SELECT value FROM json_each(inputs) WHERE key = ?) AS period, count(*)"
            " FROM predictions WHERE origin = ? AND decision = ? GROUP BY period"
        )
        return dict(self._rows(query, [column, origin, decision]))

    def daily(self, since: datetime, until: datetime | None = None) -> dict[datetime, int]:
        """How many live predictions there are of each day (its midnight, UTC), from a moment on and up to another."""
        where, values = _between("time", since, until)
        query = (
            f"SELECT time / 86400000000 AS day, count(*) FROM predictions WHERE origin = 'live' AND {where}"
            " GROUP BY day ORDER BY day"
        )
        return {moment(day * 86_400_000_000): rows for day, rows in self._rows(query, values)}

    def counts(self) -> dict[str, int]:
        """How many `predictions`, posted `outcomes` and `calls` there are, and ids `waiting` for a prediction."""
        query = (
            "SELECT (SELECT count(*) FROM predictions), (SELECT count(*) FROM outcomes), (SELECT count(*) FROM calls),"
            " (SELECT count(*) FROM outcomes o WHERE place = 1"
            " AND NOT EXISTS (SELECT 1 FROM predictions WHERE id = o.id))"
        )
        (row,) = self._rows(query, ())
        return dict(zip(("predictions", "outcomes", "calls", "waiting"), row, strict=True))

    def close(self) -> None:
        """Closes the file; what was written stays."""
        with self._lock, translated(self.path):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _rows(self, query: str, values: Sequence[Any]) -> list[Row]:
        with self._transaction(writes=False) as connection:
            return connection.execute(query, values).fetchall()

    def _parts(self, query: str, values: Sequence[Any], at_once: int) -> Iterator[list[Row]]:
        """The rows in parts, of which the first may be empty: as text they take far more memory than in columns."""
        with self._transaction(writes=False) as connection:
            cursor = connection.execute(query, values)
            rows = cursor.fetchmany(at_once)
            yield rows
            while rows := cursor.fetchmany(at_once):
                yield rows

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[sqlite3.Connection]:
        with self._lock, translated(self.path):
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _refuse_other_content(self, connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
        query = f"SELECT {_NAMES} FROM predictions WHERE id = ? AND origin = ? AND version = ?"
        for row in rows:
            different = differs(row, connection.execute(query, row[:3]).fetchone())
            if different is not None:
                column, after, before = different
                raise LogError(
                    f"a prediction of the id {row[0]!r} is in the log already and says something else",
                    where=f"{self.path}, {column}",
                    seen=after,
                    allowed=before,
                    next_step="give every row an id of its own, or send the same row again",
                )


def _take_in(connection: sqlite3.Connection, turned: Turned) -> Fate:
    query = "SELECT place, outcome, time FROM outcomes WHERE id = ? ORDER BY place DESC LIMIT 1"
    latest = connection.execute(query, [turned.id]).fetchone()
    row = outcome_row(turned, 1 if latest is None else latest[0] + 1)
    if latest is None or latest[1:] != row[2:4]:
        connection.execute("INSERT INTO outcomes (id, place, outcome, time, received) VALUES (?, ?, ?, ?, ?)", row)
    if connection.execute("SELECT 1 FROM predictions WHERE id = ? LIMIT 1", [turned.id]).fetchone() is None:
        return "waiting"
    if latest is None:
        return "recorded"
    return "repeated" if latest[1] == row[2] else "corrected"


def _between(column: str, since: datetime | None, until: datetime | None) -> tuple[str, list[Any]]:
    ends = [(f"{column} >= ?", since), (f"{column} < ?", until)]
    told = [(text, micros(end)) for text, end in ends if end is not None]
    return " AND ".join(text for text, _ in told) or "1", [end for _, end in told]
