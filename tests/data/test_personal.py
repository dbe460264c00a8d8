"""Columns about persons are found, ordinary ones left alone."""

from datetime import date

import polars as pl
import pytest

from shipworthy.data.personal import looks_personal

TOWNS = ["Oslo", "Bergen", "Moss", "Hamar"]
LONG = [2_125_550_000 + number for number in range(9)]


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("contact", ["ann@example.org", "bob@example.org", None], "e-mail"),
        ("remarks", ["fine", "write to ann@example.org", "bad", "so so"], "e-mail"),
        ("x", ["+49 171 1234567", "+49 30 901820"], "phone"),
        ("x", ["(212) 555-0123", "212-555-0199"], "phone"),
        ("Telefon", ["0171 123", "0172 345", "0173 456"], "phone"),
        ("phone", LONG, "phone"),
        ("first_name", TOWNS, "names of persons"),
        ("FirstName", TOWNS, "names of persons"),
        ("Nachname", TOWNS, "names of persons"),
        ("apellido", TOWNS, "names of persons"),
        ("姓名", TOWNS, "names of persons"),
        ("Name", ["Braund, Mr. Owen", "Heikkinen, Miss. Laina", "Allen, Mr. William"], "names of persons"),
        ("x", ["12 High Street", "7b Low Road", "9 Park Ave."], "street addresses"),
        ("x", ["Hauptstraße 5", "Am Weg 7", "Lange Gasse 12"], "street addresses"),
        ("home address", TOWNS, "street addresses"),
        ("x", ["123-45-6789", "987-65-4321"], "social security"),
        ("x", ["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"], "bank account"),
        ("x", ["4111 1111 1111 1111", "5500-0000-0000-0004"], "payment card"),
        ("x", [4111111111111111, 5500000000000004], "payment card"),
        ("x", ["192.168.0.1", "10.0.0.7"], "IP addresses"),
        ("x", ["2001:db8:0:0:0:0:0:1", "fe80::1"], "IP addresses"),
        ("date_of_birth", [date(1980, 1, 1), date(1990, 2, 2)], "dates of birth"),
        ("Geburtsdatum", ["1.2.1980", "3.4.1990", "5.6.1970"], "dates of birth"),
        ("passport no", ["C01X00T47", "C01X00T48", "C01X00T49"], "identity papers"),
    ],
)
def test_personal_columns_are_found_with_a_reason(name: str, values: list[object], reason: str) -> None:
    found = looks_personal(name, pl.Series(name, values))
    assert found is not None
    assert reason in found


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("price", [1.5, 2.5]),
        ("count", list(range(100))),
        ("epoch_ms", [1_700_000_000_000 + 997 * number for number in range(200)]),
        ("code", ["A-1", "B-2", "C-3"]),
        ("day", ["2024-01-01", "2024-01-02", "2024-01-03"]),
        ("when", [date(2024, 1, 1), date(2024, 1, 2)]),
        ("city", TOWNS),
        ("name", ["Buick Skylark 320", "Ford Torino", "Dodge Dart"]),
        ("product name", ["Phone X", "Tablet Y", "Watch Z"]),
        ("PhoneService", ["Yes", "No"]),
        ("own_telephone", ["yes", "none"]),
        ("emails_opened", [1, 2, 3, 4]),
        ("email", ["yes", "no"]),
        ("birth_rate", [1.2, 3.4]),
        ("bweight", [3200, 3400]),
        ("birth weight", [3200, 3400]),
        ("version", ["1.2.3", "1.2.4"]),
        ("zip", ["10001", "94105", "60601"]),
        ("tail", ["N725MQ", "N722MQ", "N723MQ"]),
        ("clock", ["10:00:00", "11:30:00", "12:00:00"]),
        ("empty", [None, None]),
        ("flag", [True, False]),
    ],
)
def test_ordinary_columns_are_left_alone(name: str, values: list[object]) -> None:
    assert looks_personal(name, pl.Series(name, values)) is None
