"""Other lead times: deciding sooner with what is known by then, or later when more is known."""

from typing import Final

from shipworthy.foundation.quantities import seconds, seconds_in_words
from shipworthy.records.reframing import Change
from shipworthy.workflow.reframing.asked import Asked, Ideas, Variant

_TIMES: Final = (0.5, 2.0, 4.0)
_AGAIN: Final = "whether the decision can still be acted on at that time"


def leads(asked: Asked) -> Ideas:
    """Half, twice and four times as long before: every source is then joined as it was known at that time."""
    document = asked.bench.document
    lags = {
        name: seconds(source.join.as_of.lag)
        for name, source in document.data.sources.items()
        if source.join is not None and source.join.as_of is not None and source.join.as_of.lag
    }
    lags = {name: lag for name, lag in lags.items() if lag > 0}
    if not lags:
        return Ideas(notice="no other lead time: no source is joined as it was known some time before")
    lead = document.problem.lead_time
    return Ideas(tuple(_variant(lags, seconds(lead) if lead else None, times) for times in _TIMES))


def _variant(lags: dict[str, float], lead: float | None, times: float) -> Variant:
    changes = [
        Change(place=("data", "sources", name, "join", "as_of", "lag"), value=_written(lag * times))
        for name, lag in lags.items()
    ]
    if lead:
        changes.append(Change(place=("problem", "lead_time"), value=_written(lead * times)))
    told = seconds_in_words((lead or max(lags.values())) * times)
    return Variant(
        id=f"lead-time-{told.replace(' ', '')}",
        kind="lead-time",
        says=f"is answered {told} before, with what is known by then",
        changes=tuple(changes),
        asks=_AGAIN,
    )


def _written(lag: float) -> str:
    return seconds_in_words(lag).replace(" ", "") if lag >= 1 else "1s"
