"""How the output is watched once it is live: what the document says about it, and what it leaves out."""

from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.kinds.brief import GAP, Answer, Question
from shipworthy.plan.plain import duration, joined, rate
from shipworthy.plan.transfer import MonitoringSection

_MAY: Final = {
    "shadow": "it may only watch",
    "suggest": "it may suggest",
    "review": "it may act once a person agreed",
    "act": "it may act",
}


def watching(document: Document) -> Question:
    """The question of the plan for watching; required once the document says anything about it."""
    return Question(
        "plan",
        "it is known how it will be watched",
        "say under monitoring which stretch of time is judged at once (window), how many false_alarms are put up "
        "with, what it may do by itself (automation), and whom to tell: nobody mends what nobody sees",
        ("monitoring", "people"),
        _answer,
        required=document.monitoring != MonitoringSection(),
        section="monitoring",
        stage="transfer",
    )


def told(document: Document) -> tuple[str, ...]:
    """Who is told of an incident: those whom the document names, else the business owner and who runs it."""
    roles = {"business-owner", "ml-engineer"}
    return document.monitoring.tell or tuple(name for name, one in document.people.items() if roles & {*one.roles})


def _answer(document: Document) -> Answer:
    plan = document.monitoring
    if plan == MonitoringSection():
        return GAP
    if not (plan.window and plan.false_alarms and plan.automation and told(document)):
        wanted = {
            "which stretch of time is judged at once": plan.window,
            "how many false alarms are put up with": plan.false_alarms,
            "what it may do by itself": plan.automation,
            "who is told": told(document),
        }
        return False, f"it is not said {joined([words for words, value in wanted.items() if not value])}"
    alarms, per = rate(plan.false_alarms).split(" ", 1)
    return True, (
        f"judged {duration(plan.window)} at a time, with at most {alarms} false alarm{'' if alarms == '1' else 's'} "
        f"{per}; {_MAY[plan.automation]}; told: {joined(told(document))}"
    )
