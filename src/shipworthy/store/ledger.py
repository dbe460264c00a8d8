"""The ledger: what happened in all projects, in order, for good."""

import json
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from sqlalchemy import Connection, Engine, RowMapping, Select, insert, select, update

from shipworthy.foundation.clock import Clock
from shipworthy.foundation.errors import LedgerError, RequestError
from shipworthy.foundation.files import write_with
from shipworthy.store import schema
from shipworthy.store.chain import Break, Head, Link, breaks, canonical, end_of, sealed
from shipworthy.store.engine import WRITES, engine_for, place_of
from shipworthy.store.entry import Draft, Entry
from shipworthy.store.lines import line_of, read_lines
from shipworthy.store.newest import last_places_of, newest_places, newest_since, places_of
from shipworthy.store.schema import ENTRIES, HEAD
from shipworthy.store.steps import StepBack, steps_back
from shipworthy.store.translation import translated

_ROWS_AT_ONCE = 1000


class Ledger:
    """An append-only, hash-chained list of entries in SQLite or PostgreSQL.

    What `append` returned survives the death of the program. Several programs may write: one at a time, the
    others wait. May be used from several threads. Every method raises `LedgerError` (locked, damaged, out of
    reach) or `StorageError` (full disk, no permission), and then has changed nothing.

    >>> from shipworthy.foundation.clock import SteppingClock
    >>> with Ledger.open("sqlite://", SteppingClock(datetime(2026, 1, 1, tzinfo=UTC))) as ledger:
    ...     first = ledger.append("late", "Note", {"text": "hello"}, "ann", "asserted")
    ...     first.seq, first.previous == "0" * 64, ledger.verify()
    (1, True, ())
    """

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self.place = place_of(engine)
        self._heads: tuple[int, dict[str, int]] = (0, {})

    @classmethod
    def open(cls, url: str, clock: Clock, wait: float = 10.0) -> Self:
        """Opens the ledger, and makes it when it is not there.

        Args:
            url: as `ledger_url` gives it.
            clock: tells the time of entries.
            wait: seconds to wait while another program writes.

        Raises:
            LedgerError: when the URL is wrong, the database is out of reach, locked, or no ledger.
            MissingExtraError: when it is PostgreSQL and its driver is not installed.
            StorageError: when the file cannot be made or opened.
        """
        ledger = cls(engine_for(url, wait), clock)
        try:
            ledger._make_tables()
        except BaseException:
            ledger.close()
            raise
        return ledger

    def append(self, project: str, kind: str, body: dict[str, Any], author: str, authority: str) -> Entry:
        """Writes one entry; see `Draft` for what the arguments mean."""
        draft = Draft(project=project, kind=kind, body=body, author=author, authority=authority)
        return self.append_all([draft])[0]

    def append_all(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Writes all of them, side by side, or none.

        Raises:
            RequestError: when a body is not plain JSON, or a text holds what no database can keep.
        """
        texts = [_text_of(draft) for draft in drafts]
        with self._transaction(writes=True) as connection:
            return self._append(connection, self._head(connection, lock=True), drafts, texts)

    def append_unless(self, draft: Draft, kinds: Sequence[str], after: int) -> Entry | None:
        """Writes one entry unless its project got another one of some kinds behind a place.

        Args:
            draft: to write.
            kinds: names of records.
            after: place up to which the writer has read.

        Returns:
            The entry; None when another was there first, and nothing was written.

        Raises:
            RequestError: as `append_all`.
        """
        text = _text_of(draft)
        mine = (ENTRIES.c.project == draft.project) & ENTRIES.c.kind.in_(kinds)
        with self._transaction(writes=True) as connection:
            # whoever holds the head writes alone, so that nothing comes between the look and the entry
            head = self._head(connection, lock=True)
            if connection.execute(select(ENTRIES.c.seq).where(mine, ENTRIES.c.seq > after).limit(1)).first():
                return None
            return self._append(connection, head, [draft], [text])[0]

    def entries(self, project: str | None = None, kind: str | None = None, after: int = 0) -> tuple[Entry, ...]:
        """Entries in the order they were taken in.

        Args:
            project: of this project only.
            kind: of this kind only.
            after: only those that stand behind this place.
        """
        query = select(ENTRIES).order_by(ENTRIES.c.seq)
        if project is not None:
            query = query.where(ENTRIES.c.project == project, ENTRIES.c.seq > after)
            query = query if kind is None else query.where(ENTRIES.c.kind == kind)
        elif kind is not None:
            query = query.where(ENTRIES.c.seq.in_(places_of(kind, after)))
        else:
            query = query.where(ENTRIES.c.seq > after)
        return self._found(query)

    def newest(self, kind: str, after: int = 0) -> dict[str, Entry]:
        """Project -> its newest entry of a kind; projects that have none are left out.

        Args:
            kind: name of the record.
            after: entries up to this place are known already; projects that got none since are left out too.
        """
        if after:
            some = ENTRIES.c.seq > after, ENTRIES.c.kind == kind
            query = select(ENTRIES).where(*some)
        else:
            query = select(ENTRIES).where(ENTRIES.c.seq.in_(last_places_of(kind)))
        return {entry.project: entry for entry in self._found(query.order_by(ENTRIES.c.seq))}

    def entry(self, seq: int) -> Entry | None:
        """The entry at a place; None when there is none."""
        with self._transaction() as connection:
            row = connection.execute(select(ENTRIES).where(ENTRIES.c.seq == seq)).mappings().first()
        return self._read(_link(row)) if row else None

    def kinds(self) -> frozenset[str]:
        """Names of the records that it holds."""
        with self._transaction() as connection:
            return frozenset(kind for _, kind in newest_places(connection))

    def heads(self) -> dict[str, int]:
        """Project -> place of its newest entry; tells cheaply whether there is anything new."""
        until, heads = self._heads
        with self._transaction() as connection:
            if self._head(connection).seq < until:
                # an older copy was put in its place
                until, heads = 0, {}
            # what was found once is found no more: the ledger only grows
            found = newest_since(connection, until) if until else newest_places(connection)
        heads = dict(heads)
        for (project, _), seq in found.items():
            heads[project] = max(seq, heads.get(project, 0))
        self._heads = max(heads.values(), default=0), heads
        return dict(heads)

    def newest_of(self, project: str) -> Head:
        """Place and hash of the newest entry of a project; place 0 while it has none."""
        with self._transaction() as connection:
            places = newest_places(connection, project).values()
            row = connection.execute(
                select(ENTRIES.c.seq, ENTRIES.c.hash).where(ENTRIES.c.seq == max(places, default=0))
            )
            found = row.first()
        return Head(seq=found.seq, hash=found.hash) if found else Head()

    def verify(self) -> tuple[Break, ...]:
        """Where the chain does not hold; empty when the ledger is as it was written."""
        with self._transaction() as connection:
            head = self._head(connection)
            with closing(_links(connection)) as links:
                holds = end_of(links) == head
            return () if holds else breaks(_links(connection), head)

    def head(self) -> Head:
        """How many entries there are, and the hash of the last: written down elsewhere, they prove all before them."""
        with self._transaction() as connection:
            return self._head(connection)

    def hash_at(self, seq: int) -> str:
        """The hash of the entry at a place; empty when there is none."""
        with self._transaction() as connection:
            return str(connection.execute(select(ENTRIES.c.hash).where(ENTRIES.c.seq == seq)).scalar() or "")

    def steps_back(self) -> tuple[StepBack, ...]:
        """Where the time of an entry is earlier than that of the entry before: a clock went back."""
        with self._transaction() as connection:
            return steps_back(connection)

    def export(self, path: Path) -> int:
        """Writes all entries to a file, one JSON document a line.

        Returns:
            How many entries were written.

        Raises:
            StorageError: when the file cannot be written.
        """
        written = 0

        def write(partial: Path) -> None:
            nonlocal written
            with self._transaction() as connection, partial.open("w", encoding="utf-8") as file:
                for link in _links(connection):
                    file.write(line_of(link, self.place) + "\n")
                    written += 1

        write_with(path, write)
        return written

    def import_(self, path: Path) -> int:
        """Takes in an export; the chain stays the same, times and hashes included.

        Entries that are here already are left as they are, so an import can be repeated.

        Returns:
            How many entries were added.

        Raises:
            LedgerError: when the file is damaged, or this ledger is not where the file's began.
        """
        end = end_of(read_lines(path))
        if end is None:
            raise _changed(path)
        with self._transaction(writes=True) as connection:
            head = self._head(connection, lock=True)
            links: Iterator[Head | Link] = chain([Head()], read_lines(path))
            if all(link.seq != head.seq or link.hash != head.hash for link in links):
                raise LedgerError(
                    "this ledger holds entries that the export does not know",
                    where=self.place,
                    seen=f"{head.seq:,} entries here, {end.seq:,} in {path}",
                    next_step="import into an empty ledger: choose a new folder with SHIPWORTHY_HOME",
                )
            last = head
            while batch := [link for link in islice(links, _ROWS_AT_ONCE) if isinstance(link, Link)]:
                self._insert(connection, batch)
                last = Head(seq=batch[-1].seq, hash=batch[-1].hash)
            if last != end:
                raise _changed(path)
        return end.seq - head.seq

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _make_tables(self) -> None:
        with self._transaction() as connection:
            found = schema.is_there(connection)
        if not found:
            with self._transaction(writes=True) as connection:
                schema.create(connection)

    @contextmanager
    def _transaction(self, writes: bool = False) -> Iterator[Connection]:
        with (
            translated(self.place),
            self._engine.connect().execution_options(**{WRITES: writes}) as connection,
            connection.begin(),
        ):
            yield connection

    def _found(self, query: Select[Any]) -> tuple[Entry, ...]:
        with self._transaction() as connection:
            links = [_link(row) for row in connection.execute(query).mappings()]
        return tuple(self._read(link) for link in links)

    def _head(self, connection: Connection, lock: bool = False) -> Head:
        query = select(HEAD.c.seq, HEAD.c.hash)
        row = connection.execute(query.with_for_update() if lock else query).first()
        # missing only when somebody took it away; then all entries read as added behind the ledger's back
        return Head(seq=row.seq, hash=row.hash) if row else Head()

    def _append(
        self, connection: Connection, head: Head, drafts: Sequence[Draft], texts: Sequence[str]
    ) -> tuple[Entry, ...]:
        links = []
        for draft, text in zip(drafts, texts, strict=True):
            link = sealed(
                Link(
                    seq=head.seq + 1,
                    project=draft.project,
                    kind=draft.kind,
                    body=text,
                    author=draft.author,
                    authority=draft.authority,
                    time=self._clock.now().astimezone(UTC).isoformat(timespec="microseconds"),
                    previous=head.hash,
                )
            )
            head = Head(seq=link.seq, hash=link.hash)
            links.append(link)
        self._insert(connection, links)
        return tuple(_entry(link) for link in links)

    def _insert(self, connection: Connection, links: Sequence[Link]) -> None:
        if links:
            connection.execute(insert(ENTRIES), [link.to_dict() for link in links])
            connection.execute(update(HEAD).values(seq=links[-1].seq, hash=links[-1].hash))

    def _read(self, link: Link) -> Entry:
        try:
            return _entry(link)
        except (ValueError, TypeError) as error:
            raise LedgerError(
                "an entry of the ledger cannot be read: it has been altered",
                where=f"{self.place}, entry {link.seq}",
                next_step="run `shipworthy ledger verify` to see all that was altered",
            ) from error


def _changed(path: Path) -> LedgerError:
    links = list(read_lines(path))
    head = Head(seq=links[-1].seq, hash=links[-1].hash) if links else Head()
    return LedgerError(
        "the export has been changed since it was written",
        where=str(path),
        seen=[each.says for each in breaks(links, head)],
        next_step="get a fresh export with `shipworthy ledger export`",
    )


def _text_of(draft: Draft) -> str:
    for name in ("project", "kind", "author", "authority"):
        text = getattr(draft, name)
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise RequestError(f"the {name} holds a character that cannot be kept", seen=repr(text))
    try:
        return canonical(draft.body)
    except (TypeError, ValueError) as error:
        raise RequestError(
            "this cannot be kept in the ledger",
            where=draft.kind,
            seen=str(error),
            allowed="text, finite numbers, true, false, null, and lists and mappings of them",
        ) from error


def _links(connection: Connection) -> Generator[Link, None, None]:
    query = select(ENTRIES).order_by(ENTRIES.c.seq).execution_options(yield_per=_ROWS_AT_ONCE)
    with connection.execute(query) as found:
        for row in found.mappings():
            yield _link(row)


def _link(row: RowMapping) -> Link:
    return Link(**row)


def _entry(link: Link) -> Entry:
    read = {"body": json.loads(link.body), "time": datetime.fromisoformat(link.time)}
    return msgspec.convert({**link.to_dict(), **read}, Entry)
