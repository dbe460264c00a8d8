"""The verb `report --demo`: a demo of what there is today, on record and as a page that can be mailed."""

from pathlib import Path

from shipworthy.foundation.files import write_text
from shipworthy.records.comment import Comment
from shipworthy.show.demo import demo_file, demo_told
from shipworthy.store.deployments import read_deployment
from shipworthy.workflow.demonstrate import demonstrate
from shipworthy.workflow.known import live_of
from shipworthy.workflow.story import tell
from shipworthy.workflow.week import past_week
from shipworthy.workflow.workbench import Workbench


def report_demo(bench: Workbench, path: Path | None = None) -> tuple[Path, tuple[str, ...]]:
    """Makes a demo of what there is today, puts it on record, and writes it as a page.

    Args:
        bench: the project.
        path: file to write; None is `demo-DAY.html` in the project's folder.

    Returns:
        The file written, and what the user should know.

    Raises:
        UserError: when the attempt put forward fails.
        StorageError: when the page cannot be written.
    """
    shown = demonstrate(bench)
    demo = shown.demo
    story = tell(bench)
    week = past_week(bench.book, story, live_of(bench.book, read_deployment(bench.own)), demo.since, demo.at)
    target = path or bench.root / f"demo-{demo.day}.html"
    told = demo_told(demo, week, bench.book.all(Comment), latest=True)
    write_text(target, demo_file({**told, "tryable": False, "here": ""}, story))
    return target, shown.notices
