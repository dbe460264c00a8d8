"""Robustness: what has to hold although inputs arrive spoiled."""

from collections.abc import Iterator

from shipworthy.plan.document import Document
from shipworthy.plan.kinds.criterion import EVALUATION, TODAY
from shipworthy.plan.naming import robust_names
from shipworthy.plan.plain import figure
from shipworthy.plan.robust import RobustEntry
from shipworthy.records.claim import Bar, Claim
from shipworthy.records.spoil import GAIN, LOSS


def claims(document: Document) -> Iterator[Claim]:
    """One claim an entry."""
    for name, entry in zip(robust_names(document.robust), document.robust, strict=True):
        yield Claim(
            id=f"robust.{name}",
            kind="robust",
            says=_says(document, entry),
            stage="prototype",
            owner=entry.owner,
            settled_by="measurement",
            bar=_bar(document, entry),
            parts=(f"robust.{name}", "success.criterion", "problem.status_quo", *EVALUATION),
            asks="run `shipworthy check prototype`",
        )


def _bar(document: Document, entry: RobustEntry) -> Bar:
    success, criterion = document.success, document.success.criterion
    agreed = success.value is not None and not success.value.none
    against = criterion.gain_over if criterion and criterion.gain_over else "status_quo"
    words = entry.spoil.says
    return Bar(
        measure=f"{LOSS if entry.at_least_gain is None else GAIN}{words}",
        at_least=entry.at_least_gain,
        at_most=entry.at_most_loss,
        confidence=entry.confidence,
        per=criterion.per if criterion and agreed else 1.0,
        against="" if entry.at_least_gain is None else against,
        unit=success.unit if agreed else "1",
    )


def _says(document: Document, entry: RobustEntry) -> str:
    bar, words = _bar(document, entry), entry.spoil.says
    cases = "a case" if bar.per == 1 else f"per {figure(bar.per)} cases"
    unit = "" if bar.unit == "1" else f" {bar.unit}"
    over = TODAY if bar.against in ("", "status_quo") else "always giving the same answer"
    if entry.at_least_gain is None:
        return f"loses at most {figure(entry.at_most_loss or 0.0)}{unit} {cases} with {words}"
    if not entry.at_least_gain:
        return f"is still better than {over} with {words}"
    return f"still gains at least {figure(entry.at_least_gain)}{unit} {cases} over {over} with {words}"
