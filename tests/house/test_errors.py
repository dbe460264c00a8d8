"""Every error a user can meet is met in some test, and says what to do next."""

from pathlib import Path

import pytest

from shipworthy.foundation import errors

TESTS = Path(__file__).parents[1]


def user_errors() -> list[type[errors.UserError]]:
    return [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.UserError) and value is not errors.UserError
    ]


@pytest.mark.parametrize("error", user_errors(), ids=lambda error: error.__name__)
def test_every_error_class_is_raised_in_some_test(error: type[errors.UserError]) -> None:
    others = [path.read_text() for path in TESTS.rglob("test_*.py") if path != Path(__file__)]
    assert any(error.__name__ in text for text in others)


@pytest.mark.parametrize("error", user_errors(), ids=lambda error: error.__name__)
def test_every_error_is_drawn_in_the_tree_at_the_top_of_the_file(error: type[errors.UserError]) -> None:
    assert f"── {error.__name__} " in (errors.__doc__ or "")


def test_a_message_says_what_where_seen_allowed_and_next() -> None:
    message = str(errors.DocumentError("x", where="a.yaml:3", seen=["p", "q"], allowed="r", next_step="write r"))
    assert message == "x\n  where: a.yaml:3\n  seen: p, q\n  allowed: r\n  next: write r"
