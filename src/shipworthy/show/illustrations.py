"""Which pictures a story has, each drawn from its records."""

from markupsafe import Markup

from shipworthy.show.attempts import gain_dots, metric_dots, metric_names, title_of
from shipworthy.show.groups import group_dots, groups, shown
from shipworthy.show.pictures import Dot, Scale, curve, dots, periods
from shipworthy.show.story import Story
from shipworthy.show.worth import scale_of, worth


def gains_picture(story: Story) -> Markup:
    """All attempts with their gains over today, or with the main metric where no gain was measured."""
    rows, scale = gain_dots(story)
    if rows:
        return dots(rows, scale, f"What each attempt brings, compared with {story.than}")
    return metric_picture(story)


def metric_picture(story: Story) -> Markup:
    """The main metric of all candidates; empty when none was measured."""
    rows, scale = metric_dots(story)
    return dots(rows, scale, f"Each attempt: {scale.title}")


def periods_picture(story: Story) -> Markup:
    """The gain of each period with the range expected of the next; empty when no period was measured."""
    told = story.forecast
    if told is None or not told.gains:
        return Markup()
    # gains of periods and the target are in the promise's unit and for as many rows, so they scale alike
    factor, _ = scale_of(story, told.promise)
    promise = worth(story, told.promise)
    gains = [(name, gain * factor) for name, gain in zip(told.periods, told.gains, strict=True)]
    band = None if promise.value is None else Dot("next", promise.value, promise.low, promise.high)
    goal = None if told.target is None else told.target * factor
    return periods(gains, band, Scale(promise.unit, "", goal), "Gain over today, period by period")


def group_pictures(story: Story) -> list[tuple[str, Markup, str]]:
    """For each column that groups were made by: its name, the picture, and what the picture leaves out."""
    found = []
    for column, rows in groups(story).items():
        marks, scale = group_dots(rows, gains=any(row.verdict for row in rows), than=story.than)
        left = len(rows) - len(shown(rows))
        rest = f"The highest and the lowest; {left} more stand in the data scientist's part." if left else ""
        found.append((column, dots(marks, scale, f"By {column}"), rest))
    return [one for one in found if one[1]]


def curve_picture(story: Story) -> Markup:
    """The learning curve; empty with fewer than two points."""
    known = [(rows, one) for rows, one in story.curve if one.value is not None]
    points = [(rows, Dot("", one.value, one.low, one.high)) for rows, one in known if one.value is not None]
    unit = known[0][1].unit if known else "1"
    names = title_of(known[0][1].name) if known else title_of("".join(metric_names(story)[:1]))
    return curve(points, Scale(unit, names, None, zero=False), f"Learning curve: {names}")
