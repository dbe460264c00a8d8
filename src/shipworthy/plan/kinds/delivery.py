"""Delivery: what has to hold before the output goes live, and what has to hold while it is."""

from collections.abc import Iterator
from typing import Final

from shipworthy.foundation.quantities import seconds
from shipworthy.plan.document import Document
from shipworthy.plan.kinds.brief import asked_for
from shipworthy.plan.kinds.criterion import EVALUATION, bar
from shipworthy.plan.plain import duration, rate
from shipworthy.plan.watching import watching
from shipworthy.records.claim import Bar, Claim

WATCH: Final = "watch"

_STANDS_IN: Final = {
    "status_quo": "what is done today answers",
    "constant": "the same answer is given to all",
    "review": "a person answers",
}
_SHIP: Final = "run `shipworthy ship`"
_WATCH: Final = "run `shipworthy watch` once a window (monitoring.window) is over and outcomes had the time to come in"


def claims(document: Document) -> Iterator[Claim]:
    """What shipping settles, whether it is known how it is watched, and what watching settles."""
    yield _shipped("bundle", "what is shipped answers the same after it was loaded anew", EVALUATION)
    yield _shipped(
        "bad-input",
        "rows that cannot be answered are refused by name, and the others answered",
        ("data.sources", "data.target", "data.critical"),
    )
    yield _fallback(document)
    yield from _latency(document)
    yield asked_for(watching(document), document, "delivery")
    yield from _value(document)
    yield _live("feeds", "no feed is broken", ("data.sources", "monitoring"))
    yield _live("system", "the system is healthy", ("delivery", "monitoring"))


def _shipped(check: str, says: str, parts: tuple[str, ...]) -> Claim:
    return Claim(
        id=f"delivery.{check}", kind="delivery", says=says, stage="transfer", check=check, parts=parts, asks=_SHIP
    )


def _fallback(document: Document) -> Claim:
    stated = document.delivery.fallback.strip().rstrip(".")
    says = "something else answers when the model fails"
    if stated:
        says = f"when the model fails, {_STANDS_IN.get(stated, f'this stands in: {stated}')}"
    return Claim(
        id="delivery.fallback",
        kind="delivery",
        says=says,
        stage="transfer",
        owner=document.holder("ml-engineer"),
        required=bool(stated),
        check="fallback-drill",
        parts=("delivery.fallback", "problem.status_quo"),
        asks=_SHIP if stated else "say under delivery.fallback what happens when the model is unavailable",
    )


def _latency(document: Document) -> Iterator[Claim]:
    allowed, peak = document.delivery.latency_p99, document.delivery.peak
    if not allowed:
        return
    yield Claim(
        id="delivery.latency",
        kind="delivery",
        says=f"answers within {duration(allowed)} for 99 of 100 calls" + (f" at {rate(peak)}" if peak else ""),
        stage="transfer",
        owner=document.holder("ml-engineer"),
        settled_by="measurement",
        bar=Bar(measure="latency_p99", at_most=seconds(allowed), unit="s"),
        parts=("delivery.latency_p99", "delivery.peak"),
        asks=_SHIP,
    )


def _value(document: Document) -> Iterator[Claim]:
    if document.success.criterion is None:
        return
    yield Claim(
        id="live.value",
        kind="live",
        says="live it brings what was promised",
        stage="monitoring",
        owner=document.holder("business-owner"),
        settled_by="measurement",
        bar=bar(document),
        parts=("success.criterion", "problem.status_quo", *EVALUATION),
        asks=_wait(document),
    )


def _wait(document: Document) -> str:
    """When it can first be said what live traffic brought."""
    delay = document.success.outcome.delay
    return _WATCH.replace("the time", duration(delay)) if delay else _WATCH


def _live(name: str, says: str, parts: tuple[str, ...]) -> Claim:
    return Claim(id=f"live.{name}", kind="live", says=says, stage="monitoring", check=WATCH, parts=parts, asks=_WATCH)
