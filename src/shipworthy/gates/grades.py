"""How far evidence moves a verdict by how near its data are to what will be met live."""

from dataclasses import dataclass
from typing import Final

from shipworthy.gates.bars import Held
from shipworthy.records.evidence import Grade


@dataclass(frozen=True)
class Reach:
    """What a grade of data can do.

    Attributes:
        proves: it can make a promise hold.
        refutes: it can make a promise fail.
        says: why it can do no more, in words; empty where it can do both.
        next_step: what would settle it.
    """

    proves: bool
    refutes: bool
    says: str = ""
    next_step: str = ""


REACH: Final[dict[Grade, Reach]] = {
    "live": Reach(proves=True, refutes=True),
    "historic": Reach(proves=True, refutes=True),
    "public": Reach(
        proves=False,
        refutes=True,
        says="the data are public ones that come near, and can refute a promise but not prove it",
        next_step="check it on data of your own, and name them under data.sources",
    ),
    "simulated": Reach(
        proves=False,
        refutes=False,
        says="only simulated people or data spoke to this, and they settle nothing real",
        next_step="check it on data of your own, and name them under data.sources",
    ),
}
"""Every grade. In a rehearsal all of them count."""


def as_far_as(grade: Grade, held: Held, ask: str = "") -> Held:
    """What is left of a verdict once it goes no further than the grade of its data allows.

    Args:
        grade: of the data that the evidence stands on.
        held: the verdict were the data the real ones.
        ask: what to do instead of the next step of the grade; empty for that one.
    """
    reach = REACH[grade]
    if (held.state == "holds" and not reach.proves) or (held.state == "fails" and not reach.refutes):
        why = reach.says if not reach.refutes else f"{reach.says}; on them: {held.why}"
        return Held("cant_tell", why, ask or reach.next_step, held.number)
    return held
