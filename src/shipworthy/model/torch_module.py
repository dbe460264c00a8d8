"""A PyTorch module as a candidate: a plain training loop, repeatable, on a GPU where there is one."""

import inspect
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.model.candidate import View, view_of
from shipworthy.model.features import FeatureMatrix
from shipworthy.records.record import Record
from shipworthy.records.spec import Task


class Training(Record, frozen=True):
    """How a module learns.

    Attributes:
        epochs: times that it sees every row.
        batch_size: rows between two steps.
        lr: how far a step goes, for Adam.
        device: `cpu`, `cuda` or another that PyTorch knows; empty is a GPU where there is one, else the processor.
        seed: of the first weights and of the order of rows.
    """

    epochs: int = 20
    batch_size: int = 256
    lr: float = 1e-3
    device: str = ""
    seed: int = 0


OWN: Final = ("epochs", "batch_size", "lr", "device", "seed")
"""Parameters that say how a module learns; the others are handed to it."""


class TorchModule:
    """Wraps a module that maps numbers to one number a row, or to one for each class.

    For two labels the module answers with one number (a logit), for many with a logit for each, for a number with the
    number in deviations from the mean of what it learned from. Rows come as Float32.

    Args:
        make: makes the module, given the number of features. # (inputs,)
        task: what is predicted.
        training: how it learns.
        view: what it learns from; None is `linear`.
    """

    def __init__(self, make: Callable[[int], Any], task: Task, training: Training, view: View | None = None) -> None:
        self.view: View | None = view or "linear"
        self.notes: tuple[str, ...] = ()
        self.checkpoint: Path | None = None
        """File in which training is kept after each epoch, and from which it goes on; None keeps nothing."""
        self._make = make
        self._task = task
        self._training = training

    def fit(self, features: FeatureMatrix, answers: NDArray[Any]) -> None:
        """Trains; the random numbers of other code are left as they were."""
        torch = _torch()

        rows = torch.from_numpy(np.ascontiguousarray(view_of(features, self.view or "linear"), dtype=np.float32))
        self._middle, self._spread = 0.0, 1.0
        if self._task.kind == "regression":
            self._middle, self._spread = float(np.mean(answers)), float(np.std(answers)) or 1.0
        wanted = torch.from_numpy(np.asarray((answers - self._middle) / self._spread, dtype=np.float32))
        wanted = wanted.long() if self._task.kind == "multiclass" else wanted
        device = torch.device(self._training.device or ("cuda" if torch.cuda.is_available() else "cpu"))
        with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []), _one_thread(torch):
            torch.manual_seed(self._training.seed)
            self.model = self._make(rows.shape[1]).to(device)
            self._learn(torch, rows, wanted, device)
        self.model = self.model.to("cpu").eval()

    def predict(self, features: FeatureMatrix) -> NDArray[np.float64]:
        """Probabilities, or numbers for regression, on the processor.

        # (rows,) or (rows, classes)
        """
        torch = _torch()

        rows = np.ascontiguousarray(view_of(features, self.view or "linear"), dtype=np.float32)
        with torch.inference_mode(), _one_thread(torch):
            said = self._said(self.model(torch.from_numpy(rows))).double()
            if self._task.kind == "regression":
                said = said * self._spread + self._middle
            elif self._task.kind == "binary":
                said = said.sigmoid()
            else:
                said = said.softmax(dim=1)
        return np.asarray(said.numpy(), dtype=np.float64)

    def _learn(self, torch: Any, rows: Any, wanted: Any, device: Any) -> None:
        learning = torch.optim.Adam(self.model.parameters(), lr=self._training.lr)
        loss = {
            "binary": torch.nn.functional.binary_cross_entropy_with_logits,
            "multiclass": torch.nn.functional.cross_entropy,
            "regression": torch.nn.functional.mse_loss,
        }[self._task.kind]
        rows, wanted = rows.to(device), wanted.to(device)
        self.model.train()
        for epoch in range(self._resumed(torch, learning), self._training.epochs):
            order = torch.randperm(len(rows)).to(device)
            for batch in order.split(self._training.batch_size):
                if len(batch) == 1 and len(rows) > 1:
                    # layers that norm a batch cannot norm one row
                    continue
                learning.zero_grad()
                loss(self._said(self.model(rows[batch])), wanted[batch]).backward()
                learning.step()
            self._keep(torch, learning, epoch + 1)

    def _said(self, answers: Any) -> Any:
        """One number a row without a dimension too many, or as many as there are classes."""
        return answers.squeeze(1) if self._task.kind != "multiclass" and answers.ndim == 2 else answers

    def _resumed(self, torch: Any, learning: Any) -> int:
        """Epochs done by an earlier run that was stopped."""
        if self.checkpoint is None or not self.checkpoint.is_file():
            return 0
        kept = torch.load(self.checkpoint, weights_only=True)
        self.model.load_state_dict(kept["model"])
        learning.load_state_dict(kept["learning"])
        torch.set_rng_state(kept["random"])
        return int(kept["epoch"])

    def _keep(self, torch: Any, learning: Any, epoch: int) -> None:
        if self.checkpoint is None:
            return
        state = {"model": self.model.state_dict(), "learning": learning.state_dict()}
        partial = self.checkpoint.with_suffix(f".{os.getpid()}")
        torch.save({**state, "random": torch.get_rng_state(), "epoch": epoch}, partial)
        partial.replace(self.checkpoint)


def _torch() -> Any:
    """The user's own package, loaded when it is needed: it takes seconds."""
    return import_module("torch")


@contextmanager
def _one_thread(torch: Any) -> Iterator[None]:
    """Sums depend on how many threads there are, and other candidates learn beside."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def made(module: Any, outputs: int, parameters: Mapping[str, Any], inputs: int) -> Any:
    """A module of the user's class, told how many numbers come in and go out where it asks for `inputs` and `outputs`.

    Args:
        module: the class, or a function that gives a module.
        outputs: numbers a row that it has to answer with.
        parameters: from the document.
        inputs: numbers a row that it is given.
    """
    asked = inspect.signature(module).parameters
    told = {"inputs": inputs, "outputs": outputs}
    return module(**{name: told[name] for name in told if name in asked}, **parameters)
