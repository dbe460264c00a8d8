"""Every record is frozen, is described field by field, and survives being written down."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import msgspec
import pytest

from shipworthy import records
from shipworthy.records.record import Record

SMALLEST = ["stage", "frames", "check", "record"]


def all_records() -> list[type[Record]]:
    found = []
    for module in iter_modules(records.__path__):
        inside = import_module(f"shipworthy.records.{module.name}")
        found += [
            value
            for value in vars(inside).values()
            if isinstance(value, type) and issubclass(value, Record) and value.__module__ == inside.__name__
        ]
    return [each for each in found if each is not Record]


@pytest.mark.parametrize("record", all_records(), ids=lambda record: record.__name__)
def test_every_field_has_a_line_of_its_own(record: type[Record]) -> None:
    described = record.__doc__ or ""
    missing = [field.name for field in msgspec.structs.fields(record) if f"{field.name}:" not in described]
    assert missing == []


@pytest.mark.parametrize("record", all_records(), ids=lambda record: record.__name__)
def test_a_record_cannot_be_changed(record: type[Record]) -> None:
    assert record.__struct_config__.frozen


def test_every_file_of_records_holds_its_record() -> None:
    holders = {Path(str(import_module(each.__module__).__file__)).stem for each in all_records()}
    files = {module.name for module in iter_modules(records.__path__)}
    assert files - holders <= set(SMALLEST)
