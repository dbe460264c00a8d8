"""What somebody said about a project."""

from datetime import datetime

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record


class Comment(Record, frozen=True):
    """A remark, or an answer in words.

    Attributes:
        about: id of the claim that it is about; empty when it is about the project.
        text: what was said.
        by: the person.
        authority: how sure we are that it was that person.
        at: when, UTC.
    """

    about: str
    text: str
    by: str
    authority: Authority
    at: datetime
