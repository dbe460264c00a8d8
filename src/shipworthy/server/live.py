"""What is live, followed: new bundles are loaded beside the old ones, then take over between two calls."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Final

from shipworthy.foundation.errors import UserError
from shipworthy.records.deployment import Deployment
from shipworthy.server.scorer import Ready

_EVERY: Final = 0.04


@dataclass(frozen=True, eq=False)
class Serving:
    """What one call is answered by, from its first row to its last.

    Attributes:
        deployment: as it was asked for.
        champion: what answers; it stays the old one until the one that was asked for is loaded.
        shadow: asked too, and only logged; None when there is none, or it is not loaded.
    """

    deployment: Deployment
    champion: Ready
    shadow: Ready | None = None

    @property
    def stands_in(self) -> str:
        """Why something else answers for the model; empty when the model does."""
        if self.deployment.mode == "fallback":
            return self.deployment.why or "the fallback is engaged"
        return "the model only watches at this level" if self.deployment.level == "shadow" else ""


class Live:
    """Follows the deployment's file; `now` may be read from any thread at any time.

    Champion, previous and shadow stay loaded, so that going back takes no time. A bundle that cannot be loaded leaves
    the old one serving, and `troubles` says so; it is tried again when the file changes.

    Args:
        file: where the deployment stands.
        read: reads it.
        load: loads the bundle of a version.
        tell: hears what happens, a sentence each.
    """

    def __init__(
        self,
        file: Path,
        read: Callable[[], Deployment],
        load: Callable[[int], Ready],
        tell: Callable[[str], None],
    ) -> None:
        self.now: Serving | None = None
        self._file = file
        self._read = read
        self._load = load
        self._tell = tell
        self._lock = Lock()
        self.wanted = Deployment(project="")
        """The deployment as it was read last."""
        self._loaded: dict[int, Ready] = {}
        self._failed: dict[int, str] = {}
        self._unreadable = ""
        self._seen: tuple[int, ...] = ()
        self._load_more = Event()
        self._over = Event()

    @property
    def troubles(self) -> tuple[str, ...]:
        """What is wrong now, a sentence each."""
        with self._lock:
            return tuple(each for each in (self._unreadable, *self._failed.values()) if each)

    @property
    def described(self) -> str:
        """What is live, in a sentence."""
        return _described(self.now)

    @property
    def loaded(self) -> tuple[int, ...]:
        """Versions that can answer without being loaded first."""
        with self._lock:
            return tuple(sorted(self._loaded))

    def of(self, version: int) -> Ready | None:
        """The bundle of that version; None when it is not loaded."""
        with self._lock:
            return self._loaded.get(version)

    def start(self) -> None:
        """Loads what is live, then follows the file in threads of its own.

        Raises:
            UserError: when the deployment cannot be read, or what is live cannot be loaded.
        """
        self._seen = _mark(self._file)
        wanted = self._read()
        if wanted.champion is not None:
            self._loaded[wanted.champion] = self._load(wanted.champion)
        self._take_over(wanted)
        for work, name in ((self._follow, "deployment"), (self._load_wanted, "bundles")):
            Thread(target=work, name=name, daemon=True).start()
        self._load_more.set()

    def close(self) -> None:
        """Follows no more."""
        self._over.set()
        self._load_more.set()

    def _follow(self) -> None:
        while not self._over.wait(_EVERY):
            mark = _mark(self._file)
            if mark == self._seen:
                continue
            self._seen = mark
            try:
                wanted = self._read()
            except Exception as error:
                self._unreadable = f"the deployment cannot be read, the old one stays: {_in_short(error)}"
                self._tell(self._unreadable)
                continue
            self._take_over(wanted)
            self._load_more.set()

    def _take_over(self, wanted: Deployment) -> None:
        with self._lock:
            self._unreadable = ""
            self.wanted = wanted
            self._failed.clear()
            self._settle()

    def _settle(self) -> None:
        """Lets answer what is wanted and loaded, in one step; called with the lock held."""
        wanted, old = self.wanted, self.now
        if wanted.champion is None:
            self.now = None
        else:
            champion = self._loaded.get(wanted.champion) or (old.champion if old else None)
            shadow = self._loaded.get(wanted.shadow) if wanted.shadow is not None else None
            self.now = None if champion is None else Serving(wanted, champion, shadow)
        keep = {*_versions(wanted), *([self.now.champion.bundle.version] if self.now else [])}
        self._loaded = {version: each for version, each in self._loaded.items() if version in keep}
        if old is not None and _described(old) != _described(self.now):
            self._tell(_described(self.now))

    def _load_wanted(self) -> None:
        while self._load_more.wait() and not self._over.is_set():
            self._load_more.clear()
            while (version := self._missing()) is not None and not self._over.is_set():
                try:
                    ready: Ready | None = self._load(version)
                except Exception as error:
                    trouble, ready = f"bundle v{version} cannot be loaded: {_in_short(error)}", None
                with self._lock:
                    if ready is None:
                        self._failed[version] = trouble
                        self._tell(trouble)
                    else:
                        self._loaded[version] = ready
                    self._settle()

    def _missing(self) -> int | None:
        with self._lock:
            wanted = _versions(self.wanted)
            return next((each for each in wanted if each not in self._loaded and each not in self._failed), None)


def _versions(wanted: Deployment) -> tuple[int, ...]:
    """Versions that should be loaded, the most urgent first."""
    return tuple(each for each in (wanted.champion, wanted.shadow, wanted.previous) if each is not None)


def _described(serving: Serving | None) -> str:
    if serving is None:
        return "nothing is live"
    shadow = f", v{serving.shadow.bundle.version} only watches" if serving.shadow else ""
    mode = "" if serving.deployment.mode == "model" else "; what stands in for it answers"
    return f"{serving.champion.bundle.name} is live at level {serving.deployment.level}{shadow}{mode}"


def _mark(file: Path) -> tuple[int, ...]:
    """Differs whenever the file was replaced or written."""
    try:
        found = file.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


def _in_short(error: Exception) -> str:
    return error.what if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
