"""The page that asks the model about a row of one's own."""

from collections.abc import Mapping
from typing import Any

from shipworthy.board.asking import Server, Trouble, explained
from shipworthy.board.fields import PREFIX, Field, fields_of, first_error, row_of, texts_of
from shipworthy.board.pages import Pages, Visit
from shipworthy.show.reasons import answer_of


def first_look(pages: Pages, name: str, visit: Visit) -> str:
    """The form, filled in with a case that the model has seen."""
    known = pages.shelf[name].known()
    bundle = known.live.champion
    fields = fields_of(bundle, texts_of(bundle, known.example), {}) if bundle else []
    return pages.ask(name, visit, fields=fields, answer=None, trouble=None)


def tried(pages: Pages, server: Server, name: str, form: Mapping[str, str], visit: Visit) -> str:
    """The form as it was filled in, with the answer or what is wrong."""
    bundle = pages.shelf[name].known().live.champion
    if bundle is None:
        return first_look(pages, name, visit)
    texts = {key.removeprefix(PREFIX): text for key, text in form.items() if key.startswith(PREFIX)}
    row, errors = row_of(bundle, texts)
    if errors:
        return _troubled(pages, name, visit, fields_of(bundle, texts, errors), Trouble("Something is missing or wrong"))
    told = explained(server, row)
    if isinstance(told, Trouble):
        return _troubled(pages, name, visit, fields_of(bundle, texts, told.errors or {}), told)
    fields = fields_of(bundle, texts, {})
    return pages.ask(name, visit, fields=fields, answer=answer_of(told, bundle), trouble=None)


def _troubled(pages: Pages, name: str, visit: Visit, fields: list[tuple[str, list[Field]]], trouble: Trouble) -> str:
    told: dict[str, Any] = {"title": trouble.title, "says": trouble.says, "fields": first_error(fields)}
    return pages.ask(name, visit, fields=fields, answer=None, trouble=told)
