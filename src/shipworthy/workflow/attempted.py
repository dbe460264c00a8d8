"""What the verb `evaluate` tells of the candidates, as far as records go; loads nothing that learns."""

from dataclasses import dataclass
from typing import Any

from shipworthy.records.measurement import Measurement
from shipworthy.show.story import Story


@dataclass(frozen=True)
class Attempted:
    """What is said of the candidates.

    Attributes:
        story: as much of the project's as the table of attempts shows.
        notices: what the user should know.
        failures: candidates that could not be measured, and why, a line each.
        document: what was measured, as JSON-like values.
    """

    story: Story
    notices: tuple[str, ...]
    failures: tuple[str, ...]
    document: dict[str, Any]

    @property
    def settled(self) -> bool:
        """Whether the same again would find nothing more to try; what failed is tried again."""
        return not self.failures


def attempts_of(story: Story) -> Story:
    """As much of a project's story as the table of attempts shows."""
    return Story(
        title=story.title,
        claims=story.claims,
        gains=_whole(story.gains),
        metrics=_whole(story.metrics),
        values=_whole(story.values),
        chosen=story.chosen,
        best=story.best,
        status_quo=story.status_quo,
        unit=story.unit,
        rows_per_month=story.rows_per_month,
        cases=story.cases,
    )


def _whole(measured: tuple[Measurement, ...]) -> tuple[Measurement, ...]:
    return tuple(one for one in measured if not one.slice)
