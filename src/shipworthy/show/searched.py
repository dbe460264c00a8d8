"""What a search of settings found, for the terminal."""

from collections.abc import Iterator

from shipworthy.foundation.quantities import seconds_in_words
from shipworthy.records.measurement import Measurement
from shipworthy.records.searched import Searched
from shipworthy.show import numbers
from shipworthy.show.words import sentence


def searched_text(found: Searched) -> tuple[str, ...]:
    """What was found, a sentence a line."""
    return tuple(sentence(line) for line in _lines(found))


def _lines(found: Searched) -> Iterator[str]:
    if not found.trials:
        took = seconds_in_words(found.seconds)
        yield f"no time was left for other settings: {found.candidate} as it stands took {took}; --time gives it more"
        return
    failed = f", of which {found.failed} failed" if found.failed else ""
    yield (
        f"{found.trials} settings of {found.candidate} were tried{failed}, in {seconds_in_words(found.seconds)} of "
        f"learning, on the cases learned from only; {found.ended}"
    )
    if not found.settings:
        yield f"none of them did better than {found.candidate} as it stands, and nothing was written"
        return
    told = ", ".join(f"{knob}: {value}" for knob, value in found.settings.items())
    yield f"best: {told}"
    before = "" if found.before is None else f", before {_score(found.before)}"
    yield f"{_score(found.score)} {found.unit}{before}; the best of {found.trials} looks better than it is"
    if found.gain is not None:
        yield from _gain(found.gain, found)
    if found.importance:
        parts = [f"{knob} {share:.0%}" for knob, share in found.importance.items() if share >= 0.005]
        yield f"what made the difference: {', '.join(parts)}"
    if found.outlook:
        yield f"outlook: {found.outlook}"
    if found.wrote:
        yield f"on the roadmap now: {found.wrote}; measure it with `shipworthy evaluate {found.wrote}`"


def _gain(gain: Measurement, found: Searched) -> Iterator[str]:
    if gain.value is None or gain.low is None or gain.high is None:
        return
    per = f" for {numbers.count(gain.per)} cases" if gain.per != 1 else ""
    between = numbers.between(gain.low, gain.high, gain.unit)
    sure = "" if gain.low > 0 else ", which may be luck"
    width = gain.high - gain.low
    value = numbers.amount(gain.value, gain.unit, width or None)
    yield (
        f"searching gained {value}{per} over {found.candidate} as it stands ({between}){sure}, told on folds whose "
        "settings were picked on the others"
    )


def _score(score: float) -> str:
    return numbers.number(abs(score))
