"""The model card: what the model decides, on what ground, and where its limits are, in plain words."""

from collections.abc import Sequence

from msgspec import UNSET

from shipworthy.records.bundle import Bundle, Input

_COLUMNS = 12


def card(bundle: Bundle, says: Sequence[str] = ()) -> str:
    """A short model card in Markdown.

    Args:
        bundle: what is shipped.
        says: sentences about how good it is, such as its verdicts; each becomes a line.

    >>> from shipworthy.records.spec import Task
    >>> one = Bundle(project="late-flights", version=2, candidate="boosting", task=Task(kind="regression", unit="min"))
    >>> print(card(one).splitlines()[0])
    # late-flights v2
    """
    parts = [
        ("What it decides", _decides(bundle)),
        ("What it learned from", _learned(bundle)),
        ("How good it is", list(says)),
        ("What it is given", _given(bundle)),
        ("What stands in for it", [_stands_in(bundle)]),
        ("Where its limits are", _limits(bundle)),
    ]
    told = [f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines) for title, lines in parts if lines]
    return "\n\n".join([f"# {bundle.name}", *told]) + "\n"


def _decides(bundle: Bundle) -> list[str]:
    task, worth = bundle.task, bundle.worth
    if task.kind == "regression":
        acts = [f"It {bundle.correction.says}, because that is worth more."] if bundle.correction else []
        return [f"It predicts a number{f' in {task.unit}' if task.unit else ''}.", *acts]
    lines = [f"It says {' or '.join(task.classes)} for each case."]
    if worth.top:
        places = f"{worth.top.k:,} cases of each {worth.top.per}"
        lines.append(f"In a file it says {task.positive} for the {places} with the highest scores.")
    if bundle.threshold is not None:
        alone = "One at a time, it" if worth.top else "It"
        lines.append(f"{alone} says {task.positive} when it holds that for at least {bundle.threshold:.1%} likely.")
    if bundle.capacity:
        lines.append(f"In a file it says {task.positive} for the likeliest of these, {bundle.capacity.says} at most.")
    if bundle.alone is not UNSET:
        often = "so that it says so about as often as can be acted on"
        lines.append(f"One at a time, it asks for at least {bundle.alone:.1%}, {often}.")
    elif worth.agreed:
        lines.append(f"It takes the decision that is worth most, in {worth.unit or 'the amounts agreed'}, on average.")
    return lines if worth.agreed else [*lines, "Nobody has said what a decision is worth."]


def _learned(bundle: Bundle) -> list[str]:
    until = f", the newest of {bundle.until:%Y-%m-%d}" if bundle.until else ""
    made = f" on {bundle.made:%Y-%m-%d}" if bundle.made else ""
    by = f" with shipworthy {bundle.made_with}" if bundle.made_with else ""
    return [
        f"{bundle.rows:,} cases whose outcome is known{until}.",
        f"The attempt is called {bundle.candidate}; it was built{made}{by}.",
    ]


def _given(bundle: Bundle) -> list[str]:
    features = [each for each in bundle.inputs if each.use == "feature"]
    by_source: dict[str, list[str]] = {}
    for each in features:
        by_source.setdefault(each.source or "the data", []).append(each.name)
    lines = [f"From {source}: {_few(names)}." for source, names in by_source.items()]
    required = [each.name for each in bundle.inputs if each.required]
    context = bundle.of("context")
    lines += [f"A case without {_few(required)} is refused."] if required else []
    return lines + ([f"Not looked at by the model, needed beside it: {_few(context)}."] if context else [])


def _stands_in(bundle: Bundle) -> str:
    if bundle.fallback == "constant":
        return f"The answer that is best when nothing is known of a case: {bundle.constant}."
    if bundle.fallback == "status_quo" and bundle.status_quo.kind == "rule":
        return f"What is done today: {bundle.status_quo.rule}."
    if bundle.fallback == "status_quo":
        return f"What is done today{f': {bundle.status_quo.column}' if bundle.status_quo.column else ''}."
    return f"A person decides{f': {bundle.fallback_says}' if bundle.fallback_says else ''}."


def _limits(bundle: Bundle) -> list[str]:
    ranges = [_range(each) for each in bundle.inputs if each.use == "feature" and each.kind == "number"]
    known = [told for told in ranges if told]
    lines = ["It knows nothing of what changed after the newest case that it learned from."]
    lines += [f"It has seen numbers only within: {_few(known)}."] if known else []
    personal = [each.name for each in bundle.inputs if each.personal]
    return lines + ([f"Personal, and kept out of every log: {_few(personal)}."] if personal else [])


def _range(each: Input) -> str:
    return "" if each.low is None or each.high is None else f"{each.name} {each.low:g} to {each.high:g}"


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _COLUMNS} more" if len(names) > _COLUMNS else ""
    return ", ".join(names[:_COLUMNS]) + more
