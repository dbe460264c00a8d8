"""Doing one job in a process of its own, within the time and memory that it may take."""

import json
import math
import shutil
import signal
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

from shipworthy.foundation.errors import CandidateError
from shipworthy.foundation.files import write_text
from shipworthy.foundation.memory import memory_of_machine, taken_by
from shipworthy.foundation.quantities import seconds_in_words, size_in_words
from shipworthy.lab.answers import Answers
from shipworthy.lab.imports import refusal
from shipworthy.lab.job import JOB, OUTPUT, Job, result
from shipworthy.lab.nursery import Child, Nursery
from shipworthy.records.spec import CandidateSpec

_GLANCE: Final = 0.05
_SHARE: Final = 0.9
_DAY: Final = 86_400.0
_LAST_WORDS: Final = 5
_LONGEST_WORD: Final = 200
_NEXT: Final = "the others go on"
# the first optimiser loads this part of it, which takes as long as all the rest
_TORCH: Final = "torch._dynamo"


def alone(job: Job, nursery: Nursery, stop: threading.Event, under: Path) -> Answers | None:
    """Has a job done in a process of its own, and ends the process when it takes more than it may.

    Args:
        job: what is to be done.
        nursery: makes the process.
        stop: once set, the process is ended.
        under: folder for what passes between the processes.

    Returns:
        What the candidate answered; None when it was ended by `stop`.

    Raises:
        CandidateError: when the candidate fails, in whatever way.
    """
    place = Path(tempfile.mkdtemp(prefix="job-", dir=under))
    library = _TORCH if job.spec.kind == "module" else ""
    try:
        write_text(place / JOB, json.dumps(job.to_dict()))
        child = _watched(job, nursery.start(place, library), stop)
        if child.lost and not stop.is_set():
            # what it was copied from is gone, which says nothing about this candidate
            child = _watched(job, nursery.start(place, library), stop)
        if stop.is_set():
            return None
        try:
            found = result(place)
        except CandidateError as error:
            raise _with_words(error, _last_words(place)) from None
        if found is None:
            raise _died(job, child, _last_words(place))
        return found
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _watched(job: Job, child: Child, stop: threading.Event) -> Child:
    """Waits for a process, and ends it when it is time to.

    Raises:
        CandidateError: when it took more than it may.
    """
    limits, began = job.spec.limits, 0.0
    longest = limits.seconds or _DAY
    most = limits.bytes or _SHARE * (memory_of_machine() or math.inf)
    try:
        while not child.wait(_GLANCE):
            if stop.is_set():
                break
            if not child.pid:
                continue
            began = began or time.monotonic()
            if time.monotonic() - began > longest:
                raise _too_long(job.spec, job.fold, longest)
            if (taken := taken_by(child.pid)) > most:
                raise _too_much(job.spec, job.fold, taken, most)
    finally:
        child.kill()
        child.wait(_LAST_WORDS)
    return child


def _too_long(spec: CandidateSpec, fold: str, allowed: float) -> CandidateError:
    words = seconds_in_words(allowed)
    return refusal(
        spec,
        f"it takes longer than it may: one fit, {_of(fold)}, was ended after {words}",
        seen=f"more than {words}",
        allowed=f"{words} a fit",
        step=f"make it quicker, or allow more with `limits: {{time: …}}`; {_NEXT}",
    )


def _too_much(spec: CandidateSpec, fold: str, taken: int, allowed: float) -> CandidateError:
    return refusal(
        spec,
        f"it takes more memory than it may: one fit, {_of(fold)}, was ended",
        seen=size_in_words(taken),
        allowed=size_in_words(allowed),
        step=f"let it work on fewer rows at a time, or allow more with `limits: {{memory: …}}`; {_NEXT}",
    )


def _died(job: Job, child: Child, words: str) -> CandidateError:
    status = child.status or 0
    if status == -signal.SIGKILL:
        what, step = (
            f"its process was killed from outside {_of(job.fold)}; that is what a system does when memory runs out",
            "look at the memory it needs, run fewer at a time with --jobs, or give it a limit with `limits`",
        )
    elif status < 0:
        name = signal.Signals(-status).name
        what = f"it crashed {_of(job.fold)}: a fault in native code ended its process"
        step, words = "look at the library that it uses", "; ".join(part for part in (name, words) if part)
    else:
        what, step = f"it ended its process {_of(job.fold)}, without an answer", "let it return instead"
    seen = words or f"exit status {status}"
    return refusal(job.spec, what, seen=seen, allowed="an answer for each row", step=f"{step}; {_NEXT}")


def _of(fold: str) -> str:
    """Which fit it was, in words.

    >>> _of("3"), _of("holdout")
    ('in fold 3', 'for the cases kept aside')
    """
    return "for the cases kept aside" if fold == "holdout" else f"in fold {fold}"


def _with_words(error: CandidateError, words: str) -> CandidateError:
    """The same error, with what the candidate printed last."""
    if not words:
        return error
    seen = f"{error.seen}; it printed last: {words}" if error.seen else f"it printed last: {words}"
    return CandidateError(error.what, where=error.where, seen=seen, allowed=error.allowed, next_step=error.next_step)


def _last_words(place: Path) -> str:
    try:
        with (place / OUTPUT).open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - _LAST_WORDS * 1_000))
            lines = file.read().decode("utf-8", "replace").split("\n")
    except OSError:
        return ""
    said = [line.strip()[:_LONGEST_WORD] for line in lines if line.strip()]
    return " | ".join(said[-_LAST_WORDS:])
