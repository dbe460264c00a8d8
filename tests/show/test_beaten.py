"""Which attempts nobody beats, in a sentence that is one whether they are one or several."""

from shipworthy.records.measurement import Measurement
from shipworthy.show.costs import beaten_told


def on_the_front(candidate: str, value: float, against: str = "") -> Measurement:
    return Measurement(name="front", value=value, candidate=candidate, against=against)


def test_it_is_one_sentence_for_one_and_for_several() -> None:
    linear, constant = on_the_front("linear", 1.0), on_the_front("constant", 1.0)
    assert beaten_told([linear]).startswith("nothing else brings as much as linear and takes no more time")
    assert beaten_told([linear, constant]).startswith("nothing else brings as much as linear and constant and takes")
    assert beaten_told([linear, on_the_front("deep", 0.0, "linear")]).endswith("; beaten: deep by linear")
    assert beaten_told([]) == "what attempts take was not measured"
