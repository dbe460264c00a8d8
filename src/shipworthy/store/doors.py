"""Who may come in by a browser: accounts, one-time links and sessions, beside the ledger in its database.

They change and end, so they are no entries of the ledger; what people do is. Neither a token nor a password is kept,
only what can be compared with one. The ledger's exports hold nothing of this.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from shipworthy.foundation.clock import Clock
from shipworthy.store.engine import WRITES, engine_for, place_of
from shipworthy.store.translation import translated

INVITES: Final = "invite"
SETS_PASSWORD: Final = "password"
SIGNS_IN: Final = "sign-in"
"""What a link is for."""

_METADATA: Final = MetaData()
_SETUP_LOCK: Final = 7_305_202_608

_LINKS: Final = Table(
    "board_links",
    _METADATA,
    Column("hash", Text, primary_key=True),
    Column("use", Text, nullable=False),
    Column("project", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("used", Text, nullable=False),
    Column("withdrawn", Text, nullable=False),
)
_SESSIONS: Final = Table(
    "board_sessions",
    _METADATA,
    Column("hash", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("project", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("until", Text, nullable=False),
)
_ACCOUNTS: Final = Table(
    "board_accounts",
    _METADATA,
    Column("name", Text, primary_key=True),
    Column("email", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("everywhere", Boolean, nullable=False),
)
_FAILURES: Final = Table(
    "board_failures", _METADATA, Column("name", Text, nullable=False, index=True), Column("time", Text, nullable=False)
)


@dataclass(frozen=True)
class Link:
    """A link that opens once.

    Attributes:
        id: names it to people; the link itself cannot be made from it.
        use: `invite`, `password` or `sign-in`.
        project: that it leads to; empty for a password.
        person: whom it was made for.
        scopes: what it lets them do.
        until: when it ends, UTC.
        used: whether it has been opened.
    """

    id: str
    use: str
    project: str
    person: str
    scopes: tuple[str, ...]
    until: datetime
    used: bool = False


@dataclass(frozen=True)
class Session:
    """Somebody who came in.

    Attributes:
        person: by the name of a document, or of an account.
        email: of the account, as it is known to be theirs; empty for those who came by a link.
        project: the only one that they may see; empty for all that name them.
        scopes: what they may do at most; empty for all that their roles let them.
        link: id of the link that they came by; empty for an account.
        until: when it ends, UTC.
    """

    person: str
    email: str
    project: str
    scopes: tuple[str, ...]
    link: str
    until: datetime


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in.

    Attributes:
        name: that they sign in with.
        email: by which documents know them; empty when they know them by the name.
        password: as `people.passwords.hashed` gives it; empty until it was set.
        everywhere: whether they may see projects that do not name them.
    """

    name: str
    email: str = ""
    password: str = ""
    everywhere: bool = False


class Doors:
    """Accounts, links and sessions. May be used from several threads and programs.

    Every method raises `LedgerError` or `StorageError`, as the ledger's do.

    Args:
        engine: of the ledger's database.
        clock: tells the time.
    """

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self.place = place_of(engine)

    @classmethod
    def open(cls, url: str, clock: Clock, wait: float = 10.0) -> Self:
        """Opens them in the database of a ledger, and makes the tables when they are not there.

        Args:
            url: as `ledger_url` gives it.
            clock: tells the time.
            wait: seconds to wait while another program writes.
        """
        doors = cls(engine_for(url, wait), clock)
        try:
            with doors._writing() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SETUP_LOCK})
                _METADATA.create_all(connection)
        except BaseException:
            doors.close()
            raise
        return doors

    def new_link(
        self, use: str, person: str, *, project: str = "", scopes: tuple[str, ...] = (), lasts: timedelta
    ) -> str:
        """Makes a link.

        Returns:
            Its token; nobody can be told it again.
        """
        token = secrets.token_urlsafe(32)
        until = self._clock.now() + lasts
        row = {
            "hash": _hash(token),
            "use": use,
            "project": project,
            "person": person,
            "scopes": " ".join(scopes),
            "until": _text_of(until),
            "used": "",
            "withdrawn": "",
        }
        with self._writing() as connection:
            # anybody can begin to sign in, so what came to nothing is not kept
            ended = _LINKS.c.until <= _text_of(self._clock.now())
            connection.execute(delete(_LINKS).where(_LINKS.c.use == SIGNS_IN, ended))
            connection.execute(insert(_LINKS).values(row))
        return token

    def link(self, token: str) -> Link | None:
        """The link of a token, or None when there is none that can still be opened."""
        with self._reading() as connection:
            row = connection.execute(select(_LINKS).where(*self._open_link(token))).first()
        return _link(row) if row else None

    def use_link(self, token: str) -> Link | None:
        """Opens a link for good: of several who try at once, one succeeds.

        Returns:
            The link; None when it was used, withdrawn or ended before, or never was.
        """
        with self._writing() as connection:
            row = connection.execute(select(_LINKS).where(*self._open_link(token))).first()
            used = update(_LINKS).where(*self._open_link(token)).values(used=_text_of(self._clock.now()))
            return _link(row) if row and connection.execute(used).rowcount == 1 else None

    def links(self, project: str) -> tuple[Link, ...]:
        """The invitations to a project that let somebody in, or may still do so."""
        now = _text_of(self._clock.now())
        query = select(_LINKS).where(_LINKS.c.project == project, _LINKS.c.until > now, _LINKS.c.withdrawn == "")
        with self._reading() as connection:
            return tuple(_link(row) for row in connection.execute(query.order_by(_LINKS.c.until)))

    def withdraw(self, project: str, id: str) -> Link | None:
        """Ends a link and all that came in by it.

        Returns:
            The link; None when the project has none of this id.
        """
        found = next((link for link in self.links(project) if link.id == id), None)
        if found is None:
            return None
        with self._writing() as connection:
            same = _LINKS.c.hash.startswith(id, autoescape=True)
            now = _text_of(self._clock.now())
            connection.execute(update(_LINKS).where(same, _LINKS.c.project == project).values(withdrawn=now))
            connection.execute(delete(_SESSIONS).where(_SESSIONS.c.link == id))
        return found

    def start(self, session: Session) -> str:
        """Lets somebody in.

        Returns:
            The token of the session, for a cookie.
        """
        token = secrets.token_urlsafe(32)
        row = {
            "hash": _hash(token),
            "person": session.person,
            "email": session.email,
            "project": session.project,
            "scopes": " ".join(session.scopes),
            "link": session.link,
            "until": _text_of(session.until),
        }
        with self._writing() as connection:
            connection.execute(delete(_SESSIONS).where(_SESSIONS.c.until <= _text_of(self._clock.now())))
            connection.execute(insert(_SESSIONS).values(row))
        return token

    def session(self, token: str) -> Session | None:
        """Who came in with this token, or None."""
        query = select(_SESSIONS).where(
            _SESSIONS.c.hash == _hash(token), _SESSIONS.c.until > _text_of(self._clock.now())
        )
        with self._reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        until, scopes = datetime.fromisoformat(row.until), tuple(row.scopes.split())
        return Session(row.person, row.email, row.project, scopes, row.link, until)

    def end(self, token: str) -> None:
        """Ends a session."""
        with self._writing() as connection:
            connection.execute(delete(_SESSIONS).where(_SESSIONS.c.hash == _hash(token)))

    def put_account(self, account: Account) -> None:
        """Writes an account down, in place of the one of that name; who was signed in under it is signed out."""
        row = {
            "name": account.name,
            "email": account.email,
            "password": account.password,
            "everywhere": account.everywhere,
        }
        with self._writing() as connection:
            self._forget(connection, account.name)
            connection.execute(insert(_ACCOUNTS).values(row))

    def remove_account(self, name: str) -> None:
        """Takes an account away; who was signed in under it is signed out."""
        with self._writing() as connection:
            self._forget(connection, name)

    def account(self, name: str) -> Account | None:
        """The account of that name, or None."""
        return next((each for each in self.accounts() if each.name == name), None)

    def accounts(self) -> tuple[Account, ...]:
        """All accounts, by name."""
        with self._reading() as connection:
            rows = connection.execute(select(_ACCOUNTS).order_by(_ACCOUNTS.c.name))
            return tuple(Account(row.name, row.email, row.password, row.everywhere) for row in rows)

    def failed(self, name: str) -> None:
        """Notes that somebody failed to sign in under a name."""
        with self._writing() as connection:
            connection.execute(insert(_FAILURES).values(name=name, time=_text_of(self._clock.now())))

    def failures(self, name: str, within: timedelta) -> int:
        """How often somebody failed to sign in under a name of late; older failures are forgotten."""
        since = _text_of(self._clock.now() - within)
        with self._writing() as connection:
            connection.execute(delete(_FAILURES).where(_FAILURES.c.time <= since))
            counted = select(func.count()).select_from(_FAILURES).where(_FAILURES.c.name == name)
            return int(connection.execute(counted).scalar_one())

    def forgive(self, name: str) -> None:
        """Forgets the failures under a name."""
        with self._writing() as connection:
            connection.execute(delete(_FAILURES).where(_FAILURES.c.name == name))

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open_link(self, token: str) -> tuple[ColumnElement[bool], ...]:
        now = _text_of(self._clock.now())
        return _LINKS.c.hash == _hash(token), _LINKS.c.used == "", _LINKS.c.withdrawn == "", _LINKS.c.until > now

    def _forget(self, connection: Connection, name: str) -> None:
        connection.execute(delete(_ACCOUNTS).where(_ACCOUNTS.c.name == name))
        connection.execute(delete(_SESSIONS).where(_SESSIONS.c.person == name, _SESSIONS.c.link == ""))

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._writing(writes=False)

    @contextmanager
    def _writing(self, writes: bool = True) -> Iterator[Connection]:
        with (
            translated(self.place),
            self._engine.connect().execution_options(**{WRITES: writes}) as connection,
            connection.begin(),
        ):
            yield connection


def link_id(token: str) -> str:
    """What a link is called where people talk of it."""
    return _hash(token)[:12]


def _link(row: object) -> Link:
    each = row._mapping  # type: ignore[attr-defined]
    return Link(
        id=each["hash"][:12],
        use=each["use"],
        project=each["project"],
        person=each["person"],
        scopes=tuple(each["scopes"].split()),
        until=datetime.fromisoformat(each["until"]),
        used=bool(each["used"]),
    )


def _hash(token: str) -> str:
    # a token is long and random, so that a plain digest of it cannot be guessed back
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def _text_of(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
