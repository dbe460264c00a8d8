"""What a business owner reads, in plain words, on the report's first part and in the terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import structs

from shipworthy.plan.kinds.controls import CONTROLS
from shipworthy.records.claim import Claim
from shipworthy.records.decision import Decision
from shipworthy.records.verdict import State, Verdict
from shipworthy.show.attempts import metric_names, metric_text, title_of
from shipworthy.show.groups import groups
from shipworthy.show.mistakes import KINDS
from shipworthy.show.numbers import amount, chance, count
from shipworthy.show.numbers import number as number_of
from shipworthy.show.periods import kind_of, span
from shipworthy.show.story import Story
from shipworthy.show.words import (
    ADVICE,
    ASSUMED,
    AUTHORITIES,
    CHOICES,
    MEASURES,
    STAGES,
    STATES,
    UNTESTED,
    joined,
    named,
    plain,
    sentence,
)
from shipworthy.show.worth import Worth, goal_of, worth

REHEARSAL = "Rehearsal: some of the people here are simulated. What they signed or decided opens nothing real."
CONSTANT = "constant"
NO_VALUE = "No value agreed: nobody has said yet what a right or a wrong answer is worth, so no money is shown."


@dataclass(frozen=True)
class Promise:
    """A promise and what became of it, in words.

    Attributes:
        says: the promise.
        state: for the mark beside it.
        word: the state in a word.
        why: the reason, one sentence.
        next_step: what would settle or mend it.
    """

    says: str
    state: State
    word: str
    why: str
    next_step: str


def advice(story: Story) -> str:
    """The verdict of the day in a few words."""
    gate = story.gate
    if gate is None:
        return "Nothing has been judged yet"
    if gate.advice == "back" and gate.back_to:
        stage = next((words for name, words in STAGES.items() if name == gate.back_to), gate.back_to)
        # a stage is not gone back to from within it
        return f"Not yet: {stage} has gaps" if gate.back_to == gate.stage else f"{ADVICE['back']} to {stage}"
    return ADVICE[gate.advice]


def reasons(story: Story) -> tuple[str, ...]:
    """Why, in plain sentences, the weightiest first; money is per month."""
    if story.gate is None:
        return ()
    monthly = {}
    for claim in story.claims:
        verdict = story.verdicts.get(claim.id)
        told = _monthly(story, claim, verdict)
        if verdict and told:
            says = claim.says.rstrip(".")
            monthly[f"{says}: {verdict.why}"] = f"{'the goal' if claim.kind == 'criterion' else says}: {told}"
    return tuple(sentence(plain(monthly.get(reason, reason))) for reason in story.gate.reasons)


def headline(story: Story) -> tuple[Worth, str] | None:
    """The number that matters most, and what it is; None when there is none.

    It is the promise for a period to come where there is one, the more honest one; else the measured gain.
    """
    more = f"More than {story.than}" if story.unit else _more_on(story)
    if story.forecast and story.forecast.promise.value is not None:
        period = kind_of(story.forecast.periods)
        pace = "expected of a month to come" if period == "month" else f"at the pace of a {period} to come"
        return worth(story, story.forecast.promise), f"{more}, {pace}"
    gain = story.gain_of(story.chosen)
    if gain is None:
        return None
    return worth(story, gain), f"{more}, on the cases kept aside"


def no_value(story: Story) -> str:
    """That nobody agreed on a value; empty when somebody did, or when nothing was measured yet."""
    return "" if story.unit or not story.candidates else NO_VALUE


def measure(story: Story) -> str:
    """What the attempt reaches on the main metric, and what it is held against; empty when money tells it better."""
    names = metric_names(story)
    ours = story.metric_of(story.chosen, names[0]) if names else None
    if story.unit or ours is None or ours.value is None:
        return ""
    theirs = story.metric_of(story.baseline, names[0])
    told = f"“{story.chosen}” reaches {metric_text(ours)} in {title_of(names[0])}"
    if theirs is not None and theirs.value is not None and story.baseline != story.chosen:
        old = story.than if story.than != "today" else "what you do today"
        told += f", {old} {number_of(theirs.value)}"
    meaning = MEASURES.get(names[0], f"{'less' if ours.direction == 'down' else 'more'} is better")
    return f"{told}: {meaning}."


def old(story: Story) -> str:
    """Heading of the column that the attempt is held against."""
    return {"today": "Today", "always giving the same answer": "Always the same"}.get(story.than, story.baseline)


def year(story: Story, number: Worth) -> str:
    """The year's money, and how much of a year was seen; empty unless the number is per month."""
    if not number.year:
        return ""
    seen = story.forecast.year_seen if story.forecast else None
    told = f"About {number.year} per year, if every month were like that."
    if seen is None or seen >= 1:
        return told
    return f"{told} The data has seen {round(seen * 12)} of the 12 months of a year."


def goal(story: Story) -> str:
    """What was asked for, in the words of the headline; empty when nothing was."""
    asked = goal_of(story)
    if asked is None or asked.value is None:
        return ""
    if asked.value == 0:
        return f"Asked for: better than {story.than}."
    return f"Asked for: at least {amount(asked.value, asked.unit)} {asked.per}".rstrip() + "."


def odds(story: Story) -> str:
    """The chance in words, with the periods it was learned from; empty when there is none."""
    told = story.forecast
    if told is None or told.chance is None:
        return ""
    period = kind_of(told.periods)
    asked = goal_of(story)
    reach = f"the {amount(asked.value, asked.unit)} {asked.per}".rstrip() if asked and asked.value else "the goal"
    seen = f", judging by {span(told.periods)}" if told.periods else ""
    who = f"a {period} to come reaches" if told.ahead == 1 else f"{count(told.ahead)} {period}s to come together reach"
    return f"The chance that {who} {reach} is {chance(told.chance)}{seen}."


def leaves_out(story: Story) -> tuple[str, ...]:
    """What the chance knows nothing of."""
    return tuple(sentence(plain(one)) for one in story.forecast.leaves_out) if story.forecast else ()


def choice(story: Story) -> str:
    """Which attempt is put forward, and why it need not be the best one; empty when none is."""
    if not story.chosen:
        return ""
    tried = len([name for name in story.candidates if name != story.status_quo])
    if story.chosen == CONSTANT and tried > 1:
        return f"Of {tried - 1} attempts none is clearly better than always giving the same answer, so far."
    if story.chosen == story.status_quo:
        return f"None of {tried - 1} attempts is ahead of what you do today, so far."
    if story.best and story.best != story.chosen:
        near = "comes close to" if story.simplest not in ("", story.chosen) else "cannot be told apart from"
        near = "is the same for all purposes as" if story.same_as_best else near
        return (
            f"Of {tried} attempts we put forward “{story.chosen}”: it is the simplest one that {near} "
            f"the best, “{story.best}”.{_simplest(story)}"
        )
    if tried < 2:
        return f"Tried: “{story.chosen}”."
    return f"Of {tried} attempts we put forward “{story.chosen}”, which did best.{_simplest(story)}"


def _simplest(story: Story) -> str:
    """A simpler attempt than the one put forward that nobody can tell from the best; empty without one."""
    if story.simplest in ("", story.chosen) or story.same_as_best:
        return ""
    if story.simplest == CONSTANT:
        return " That any attempt is better than always giving the same answer is not clear so far."
    name = "what you do today" if story.simplest == story.status_quo else f"“{story.simplest}”"
    return f" The simplest that cannot be told apart from the best is {name}; it likely brings less."


def periods_caption(story: Story) -> str:
    """What the picture of periods shows."""
    period = kind_of(story.forecast.periods) if story.forecast else "period"
    told = f"Each dot is one {period}; the bar is where the next one very likely lies, its mark what we expect."
    return told + (" Dashed: what was asked for." if goal_of(story) else "")


def gains_caption(story: Story) -> str:
    """What the picture of attempts shows."""
    if not story.gains:
        return "Each dot is one attempt, the line is where it very likely lies."
    nought = "what you do today" if story.than == "today" else story.than
    told = f"Each dot is one attempt, the line is where it very likely lies; nought is {nought}."
    return told + (" Dashed: what was asked for." if goal_of(story) else "")


def today(story: Story) -> tuple[tuple[str, str, str], ...]:
    """Lines of (what, today, the attempt): what decisions bring, per month and per year."""
    ours, theirs = story.value_of(story.chosen), story.value_of(story.baseline)
    if ours is None or not story.unit:
        return ()
    mine, old = worth(story, ours), worth(story, theirs) if theirs else None
    lines = [(f"Brings {mine.per}", old.text if old else "not measured", mine.text)]
    if mine.year:
        lines.append(("At that pace, per year", old.year if old else "not measured", mine.year))
    return tuple(lines)


def mistakes(story: Story) -> tuple[tuple[str, str, str], ...]:
    """Lines of (mistake, today, the attempt): so many in a hundred, or an amount in the target's unit."""
    lines = []
    for name, (words, wrong) in KINDS.items():
        ours = story.metric_of(story.chosen, name)
        if ours is None or ours.value is None:
            continue
        theirs = story.metric_of(story.baseline, name)
        old = theirs.value if theirs else None
        lines.append((words, "not measured" if old is None else wrong(old, ours.unit), wrong(ours.value, ours.unit)))
    return tuple(lines)


def wrong_cases(story: Story) -> tuple[str, ...]:
    """A few cases that it got wrong, by kind of mistake."""
    return tuple(f"{kind.says}. For example {'; '.join(kind.examples)}." for kind in story.mistakes if kind.examples)


def cannot(story: Story) -> tuple[str, ...]:
    """What it cannot do, sentence by sentence: groups that lose, promises that fail, data that misleads."""
    worse = [
        f"{group.name} ({column})"
        for column, rows in groups(story).items()
        for group in rows
        if group.verdict.startswith("worse")
    ]
    lines = [f"It does worse than {story.than} for {joined(worse)}."] if worse else []
    # what the brief leaves open stands among the promises
    brief = {claim.check for claim in story.claims if claim.kind == "brief"}
    misleading = [one for one in story.findings if one.severity in ("problem", "blocker") and one.check not in brief]
    lines += [sentence(plain(finding.says)) for finding in misleading]
    return tuple(lines)


def promises(story: Story) -> tuple[Promise, ...]:
    """The goal, what must not get worse, what is assumed, whether the numbers can be believed, and what is not settled.

    Of stages that are not reached yet, only what is asked for by name.
    """
    chosen = [
        claim
        for claim in story.claims
        if claim.kind in ("criterion", "guardrail", "robust", "corner-case", "assumption")
        or claim.id == CONTROLS
        or (claim.required and _state(story, claim) != "holds" and not _ahead(story, claim))
    ]
    return tuple(_promise(story, claim, story.verdicts.get(claim.id)) for claim in chosen)


def _ahead(story: Story, claim: Claim) -> bool:
    """What only shipping or watching can settle, before anything was shipped."""
    return claim.kind in ("delivery", "live") and claim.id not in story.verdicts


def settled(story: Story) -> str:
    """How many of all promises hold, in a sentence; empty when nothing was promised."""
    if not story.claims:
        return ""
    held = sum(_state(story, claim) == "holds" for claim in story.claims)
    return f"{held} of {len(story.claims)} promises hold."


def decided(decision: Decision) -> str:
    """A decision in one sentence."""
    back = f" to {decision.back_to}" if decision.back_to else ""
    follows = "as advised" if decision.follows else f"against the advice ({ADVICE[decision.advice].lower()})"
    return f"{CHOICES[decision.choice].capitalize()}{back}, {follows}."


def rehearsal(story: Story) -> str:
    """The mark of a rehearsal; empty when everybody is real."""
    authorities = [one.authority for one in story.sign_offs] + [one.authority for one in story.decisions]
    made_up = "simulated" in authorities or any(gate.rehearsal for gate in story.gates)
    return REHEARSAL if story.rehearsal or made_up else ""


def people(story: Story) -> Iterator[tuple[str, str, str]]:
    """Every signature, and decisions not told elsewhere, as (who, how sure we are, what), oldest first."""
    for sign in story.sign_offs:
        signed = "a promise" if len(sign.claims) == 1 else f"{len(sign.claims)} promises"
        handed = f", handed {len(sign.evidence)} pieces of evidence" if sign.evidence else ""
        what = "Signed the goal" if sign.goalpost else f"Signed {signed}{handed}"
        if sign.seconds:
            what = "Agreed to the goal"
        yield sign.by, AUTHORITIES[sign.authority], f"{what}: {sign.says}" if sign.says else f"{what}."
    # with its day, each decision stands on the way so far
    for decision in () if story.acts else story.decisions:
        yield (
            decision.by,
            AUTHORITIES[decision.authority],
            f"About {STAGES[decision.stage]}: {decided(decision)} {sentence(decision.why)}",
        )


def _promise(story: Story, claim: Claim, verdict: Verdict | None) -> Promise:
    state: State = verdict.state if verdict else "cant_tell"
    why = _monthly(story, claim, verdict) or (verdict.why if verdict else "nothing was measured yet")
    step = verdict.next_step if verdict and state != "holds" else ""
    return Promise(
        says=sentence(named(claim)),
        state=state,
        word=_word(claim, verdict),
        why=sentence(plain(why)),
        next_step=sentence(plain(step)),
    )


def _word(claim: Claim, verdict: Verdict | None) -> str:
    """The state in a word; what is assumed has words of its own."""
    if claim.kind != "assumption":
        return STATES[verdict.state if verdict else "cant_tell"]
    if verdict is None or (verdict.state == "cant_tell" and not verdict.evidence):
        return UNTESTED
    return ASSUMED[verdict.state]


def _monthly(story: Story, claim: Claim, verdict: Verdict | None) -> str:
    """What was measured for a promise about money, per month; empty for others, and when it is out of date."""
    if claim.bar is None or claim.bar.at_least is None or verdict is None or verdict.state == "stale":
        return ""
    number = verdict.number
    if number is None or number.value is None or not story.unit or number.unit != story.unit:
        return ""
    ours = worth(story, number)
    asked = worth(story, structs.replace(number, value=claim.bar.at_least, low=None, high=None, per=claim.bar.per))
    if ours.per != "per month":
        return ""
    reach = f", {ours.range}" if ours.range else ""
    return f"{ours.text} more than {story.than} per month{reach}; at least {asked.text} were asked for"


def _more_on(story: Story) -> str:
    names = [title_of(name) for name in metric_names(story)[:1]]
    better = f"Better than {story.than} on the measure used"
    return f"{better} ({names[0]})" if names else better


def _state(story: Story, claim: Claim) -> State:
    verdict = story.verdicts.get(claim.id)
    return verdict.state if verdict else "cant_tell"
