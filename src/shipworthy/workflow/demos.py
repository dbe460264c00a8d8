"""The demos that there were."""

from shipworthy.records.demo import Demo
from shipworthy.store.evidence import Book


def demos_of(book: Book) -> tuple[Demo, ...]:
    """The last demo of each day, oldest first."""
    return tuple({each.day: each for each in book.all(Demo)}.values())
