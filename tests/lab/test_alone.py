"""Candidates that misbehave in every way: told in plain words, and never in the way of others."""

import os
import re
import signal
import threading
import time
from pathlib import Path

import pytest

from shipworthy.lab.evaluate import Attempt, Evaluation, evaluate
from shipworthy.lab.nursery import Child, Nursery, nursery
from shipworthy.records.spec import CandidateSpec, Limits
from shipworthy.store.cache import Cache
from tests.lab.samples import easy, silent, study_of

MISCHIEF = """
import ctypes, os, signal, subprocess, sys, time
import numpy as np

class Model:
    def __init__(self, kind):
        self.kind = kind
    def fit(self, X, y):
        getattr(self, self.kind, lambda: None)()
        self.rate = float(np.mean(y))
        return self
    def predict(self, X):
        return np.zeros(len(X), dtype=int)
    def predict_proba(self, X):
        out = np.tile([1 - self.rate, self.rate], (len(X), 1))
        if self.kind == "infinite":
            out[3] = np.inf
        if self.kind == "holes":
            out[:7] = np.nan
        if self.kind == "uneven":
            out[:] = 0.3
        if self.kind == "three":
            out = np.full((len(X), 3), 1 / 3)
        return out
    def hang(self):
        time.sleep(1000)
    def spin(self):
        while True:
            pass
    def stubborn(self):
        self.get_help()
        time.sleep(1000)
    def stubborn_and_greedy(self):
        self.get_help()
        self.eat()
    def get_help(self):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        self.helper = subprocess.Popen(["sleep", "1000"])
        open(os.environ["PIDS"], "w").write(f"{os.getpid()} {self.helper.pid}")
    def eat(self):
        kept = []
        while True:
            kept.append(np.ones(2_000_000))
            time.sleep(0.005)
    def crash(self):
        ctypes.string_at(0)
    def killed(self):
        os.kill(os.getpid(), signal.SIGKILL)
    def look_around(self):
        raise ValueError("the depot is " + os.environ.get("DEPOT", "nowhere"))
    def bow_out(self):
        sys.exit(3)
    def leave(self):
        os._exit(3)
    def loud(self):
        print("to standard output")
        os.system("echo from a program")
        print("to standard error", file=sys.stderr)
    def loud_and_wrong(self):
        print("epoch 1")
        print("epoch 2: loss is nan")
        raise ValueError("gave up")

def build(kind="good"):
    return Model(kind)

def slow_build():
    time.sleep(1000)
"""
LINEAR = CandidateSpec(name="linear", kind="estimator", target="sklearn.linear_model.LogisticRegression")


def ours(kind: str, *, seconds: float | None = None, size: float | None = None) -> CandidateSpec:
    return CandidateSpec(
        name=kind,
        kind="factory",
        target="mischief_of_mine:build",
        parameters={"kind": kind},
        limits=Limits(seconds=seconds, bytes=size),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("mischief")
    (made / "mischief_of_mine.py").write_text(MISCHIEF)
    return made


def run(folder: Path, *specs: CandidateSpec, workers: int = 2) -> Evaluation:
    return evaluate(study_of(*easy(), folder=folder, workers=workers), specs, progress=silent)


BAD = {
    "hang": (
        ours("hang", seconds=1),
        "takes longer than it may(.|\n)*(in fold|kept aside)(.|\n)*more than 1 s(.|\n)*1 s a fit(.|\n)*limits",
    ),
    "spin": (ours("spin", seconds=1), "takes longer than it may"),
    "slow_build": (
        CandidateSpec(name="s", kind="factory", target="mischief_of_mine:slow_build", limits=Limits(seconds=1)),
        "takes longer than it may",
    ),
    "eat": (ours("eat", size=4e8), "more memory than it may(.|\n)*seen: (3[89]|[4-9]).*MiB(.|\n)*allowed: 381 MiB"),
    "crash": (ours("crash"), "crashed(.|\n)*native code(.|\n)*SIGSEGV"),
    "killed": (ours("killed"), "killed from outside(.|\n)*memory runs out"),
    "leave": (ours("leave"), "ended its process(.|\n)*exit status 3"),
    "infinite": (ours("infinite"), "infinite(.|\n)*1 of "),
    "holes": (ours("holes"), r"not a number \(NaN\)(.|\n)*7 of "),
    "uneven": (ours("uneven"), "add up to 0.6, not to 1"),
    "three": (ours("three"), "gives 3 probabilities for each row, and knows 2 classes"),
    "bow_out": (ours("bow_out"), r"ended its process while it learns(.|\n)*sys.exit\(3\)"),
    "loud_and_wrong": (ours("loud_and_wrong"), "gave up(.|\n)*printed last: epoch 1 . epoch 2: loss is nan"),
}


@pytest.fixture(scope="module")
def all_of_them(folder: Path) -> dict[str, Attempt]:
    found = run(folder, LINEAR, *(spec for spec, _ in BAD.values()), workers=4)
    return dict(zip(["linear", *BAD], found.attempts, strict=True))


@pytest.mark.parametrize("name", BAD)
def test_what_a_candidate_did_is_told_in_plain_words(all_of_them: dict[str, Attempt], name: str) -> None:
    failure = all_of_them[name].failure
    assert failure is not None
    assert all_of_them[name].predictions is None
    assert re.search(BAD[name][1], str(failure)), failure
    assert "the others go on" in failure.next_step or name in ("infinite", "holes", "uneven")


def test_the_others_go_on_and_say_what_they_would_alone(all_of_them: dict[str, Attempt], folder: Path) -> None:
    assert all_of_them["linear"].predictions is not None
    assert all_of_them["linear"].predictions == run(folder, LINEAR).attempts[0].predictions


def test_what_a_candidate_prints_reaches_nobody(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(folder, ours("loud")).attempts[0].failure is None
    assert capfd.readouterr() == ("", "")


def test_what_a_candidate_started_ends_with_it(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIDS", str(tmp_path / "pids"))
    nursery().close()
    assert run(folder, ours("stubborn_and_greedy", size=4e8)).attempts[0].failure is not None
    assert all(gone(int(pid)) for pid in (tmp_path / "pids").read_text().split())


def gone(pid: int) -> bool:
    """Whether a process has ended, within a minute."""
    for _ in range(3000):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_when_the_process_that_others_are_copied_from_is_killed_they_are_made_anew(folder: Path) -> None:
    evaluate(study_of(*easy()), [LINEAR], progress=silent)
    cradle = nursery()._cradle
    assert cradle is not None
    threading.Timer(0.3, os.kill, (cradle.pid, signal.SIGKILL)).start()
    assert run(folder, LINEAR, ours("good")).attempts[1].failure is None


def test_what_was_asked_before_anybody_heard_that_it_is_gone_is_lost_and_what_is_asked_then_is_not(
    tmp_path: Path,
) -> None:
    made = Nursery()
    made.warm()
    cradle = made._cradle
    assert cradle is not None
    os.kill(cradle.pid, signal.SIGSTOP)
    early = made.start(tmp_path)
    with made._lock:
        cradle.kill()
        cradle.wait()
        made._ready()
    late = made.start(tmp_path)
    assert early.wait(60)
    assert early.lost
    assert late.wait(60)
    assert late.status == 1
    made.close()


def test_where_processes_cannot_be_copied_each_is_started_anew(tmp_path: Path) -> None:
    made = Nursery(copies=False)
    child: Child = made.start(tmp_path)
    assert child.wait(60)
    assert child.status == 1
    assert "job.json" in (tmp_path / "output.txt").read_text()
    made.close()


def test_an_interrupted_evaluation_leaves_no_process_and_keeps_what_was_finished(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIDS", str(tmp_path / "pids"))
    nursery().close()

    def interrupted(done: int, total: int, words: str) -> None:
        if done:
            for _ in range(3000):
                if (tmp_path / "pids").exists() and len((tmp_path / "pids").read_text().split()) == 2:
                    raise KeyboardInterrupt
                time.sleep(0.02)

    study = study_of(*easy(), folder=folder, workers=2)
    with pytest.raises(KeyboardInterrupt):
        evaluate(study, [LINEAR, ours("stubborn")], progress=interrupted, cache=Cache(tmp_path / "cache"))
    assert all(gone(int(pid)) for pid in (tmp_path / "pids").read_text().split())
    assert list((tmp_path / "cache").rglob("*.json"))


def test_what_the_environment_says_when_a_fit_is_asked_for_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for depot in ("nowhere", "here", "there", "nowhere"):
        if depot == "nowhere":
            monkeypatch.delenv("DEPOT", raising=False)
        else:
            monkeypatch.setenv("DEPOT", depot)
        (attempt,) = run(folder, ours("look_around")).attempts
        said.append(re.search(r"the depot is (\w+)", str(attempt.failure)))
    assert [each and each[1] for each in said] == ["nowhere", "here", "there", "nowhere"]
