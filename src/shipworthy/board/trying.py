"""The page that asks the model about a row of one's own, and what one changed value changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from shipworthy.board.asking import Server, Trouble, explained
from shipworthy.board.fields import PREFIX, Field, fields_of, first_error, row_of, texts_of
from shipworthy.board.pages import Pages, Visit
from shipworthy.foundation.errors import UserError
from shipworthy.records.bundle import Bundle
from shipworthy.records.explanation import Explanation
from shipworthy.show.forms import answered, forms_of
from shipworthy.show.reasons import answer_of
from shipworthy.show.words import joined, sentence
from shipworthy.workflow.folder import OWN
from shipworthy.workflow.known import Known
from shipworthy.workflow.trial import TrialServers

BEFORE: Final = "before."
"""Stands before the fields of the case that the form began with."""


@dataclass(frozen=True)
class Servers:
    """Whom the form asks.

    Args:
        live: answers for what is live.
        trials: answer for attempts that are not shipped yet; None where none are asked.
    """

    live: Server
    trials: TrialServers | None = None

    def of(self, known: Known) -> Server:
        """The server that answers for a project.

        Raises:
            UserError: when it does not come up.
        """
        if known.trial is None or self.trials is None:
            return self.live
        return Server(self.trials.at(known.root / OWN), self.trials.token)


def first_look(pages: Pages, name: str, case: str, visit: Visit) -> str:
    """The form, filled in with a case: the first one, or that of a number from 1."""
    known = pages.shelf[name].known()
    place = int(case) - 1 if case.isdecimal() and 0 < int(case) <= len(known.examples) else 0
    texts = texts_of(known.asked, known.examples[place]) if known.asked and known.examples else {}
    return _page(pages, name, visit, texts, texts, {})


def tried(pages: Pages, servers: Servers, name: str, form: Mapping[str, str], visit: Visit) -> str:
    """The form as it was filled in, with the answer or what is wrong; beside it what was answered before the change."""
    known = pages.shelf[name].known()
    bundle = known.asked
    texts, before = _under(form, PREFIX), _under(form, BEFORE)
    if bundle is None:
        return _page(pages, name, visit, {}, {}, {})
    row, errors = row_of(bundle, texts)
    if errors:
        return _page(pages, name, visit, texts, before, errors, Trouble("Something is missing or wrong"))
    try:
        server = servers.of(known)
    except UserError as error:
        return _page(pages, name, visit, texts, before, {}, Trouble(sentence(error.what), (sentence(error.next_step),)))
    told = explained(server, row)
    if isinstance(told, Trouble):
        return _page(pages, name, visit, texts, before, told.errors or {}, told)
    first = row_of(bundle, before)[0]
    changed = _changed(bundle, first, row, texts)
    was = explained(server, first) if before and changed else None
    shown = [] if was is None or isinstance(was, Trouble) else [_answer(known, bundle, was, "Before the change")]
    title = f"With {joined(changed)}" if shown else "The answer"
    return _page(pages, name, visit, texts, before, {}, answers=[*shown, _answer(known, bundle, told, title)])


def _page(
    pages: Pages,
    name: str,
    visit: Visit,
    texts: Mapping[str, str],
    before: Mapping[str, str],
    errors: Mapping[str, str],
    trouble: Trouble | None = None,
    answers: list[dict[str, Any]] | None = None,
) -> str:
    known = pages.shelf[name].known()
    fields: list[tuple[str, list[Field]]] = fields_of(known.asked, texts, errors) if known.asked else []
    told = {"title": trouble.title, "says": trouble.says, "fields": first_error(fields)} if trouble else None
    return pages.ask(
        name,
        visit,
        fields=fields,
        before=[(BEFORE + column, text) for column, text in before.items()],
        answers=answers or [],
        trouble=told,
        trial=known.trial.candidate if known.trial else "",
        cases=len(known.examples),
    )


def _answer(known: Known, bundle: Bundle, told: Explanation, title: str) -> dict[str, Any]:
    forms = forms_of(answered(told, bundle), known.story.brief)
    return {"title": title, "forms": forms, "why": answer_of(told, bundle)}


def _under(form: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {key.removeprefix(prefix): text for key, text in form.items() if key.startswith(prefix)}


def _changed(bundle: Bundle, before: Mapping[str, Any], row: Mapping[str, Any], texts: Mapping[str, str]) -> list[str]:
    """Columns whose value is another one, with the new value as it was typed."""
    return [
        f"{each.name.replace('_', ' ')} {texts.get(each.name, '').strip() or 'not known'}"
        for each in bundle.inputs
        if before.get(each.name) != row.get(each.name)
    ]
