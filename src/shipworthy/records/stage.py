"""The stages of a project, in order. They are no waterfall: going back is a normal, recorded move."""

from typing import Final, Literal

Stage = Literal["ideation", "data", "prototype", "transfer", "monitoring"]

STAGES: Final[tuple[Stage, ...]] = ("ideation", "data", "prototype", "transfer", "monitoring")
