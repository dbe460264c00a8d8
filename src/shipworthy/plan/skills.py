"""What people have to know how to do, stage by stage, and whether anybody does."""

from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.kinds.brief import Answer, Question
from shipworthy.plan.plain import joined
from shipworthy.records.stage import STAGES, Stage

_WORDS: Final[dict[Stage, str]] = {
    "ideation": "the idea",
    "data": "the work on the data",
    "prototype": "the trial",
    "transfer": "going live",
    "monitoring": "watching it run",
}


def missing_skills(document: Document, stage: Stage) -> tuple[str, ...]:
    r"""Skills that a stage needs and nobody has; upper and lower case are the same.

    >>> from shipworthy.plan.reading import read_text
    >>> text = "project: p\npeople: {ann: {skills: SQL}}\nstages: {data: {skills: [sql, dbt]}}\n"
    >>> missing_skills(read_text(text, "p.yaml"), "data")
    ('dbt',)
    """
    needed = document.stages[stage].skills if stage in document.stages else ()
    there = {skill.strip().lower() for person in document.people.values() for skill in person.skills}
    return tuple(skill for skill in needed if skill.strip().lower() not in there)


def skill_questions(document: Document) -> tuple[Question, ...]:
    """One question a stage that says what it needs; the gate before it asks, early enough to find somebody."""
    return tuple(_question(stage) for stage in STAGES if stage in document.stages and document.stages[stage].skills)


def _question(stage: Stage) -> Question:
    def answer(document: Document) -> Answer:
        missing = missing_skills(document, stage)
        if missing:
            return False, f"{_WORDS[stage]} needs {joined(missing)}, and nobody here knows how"
        return True, f"somebody knows {joined(document.stages[stage].skills)}"

    return Question(
        stage,
        f"somebody knows what {_WORDS[stage]} needs",
        f"find somebody who knows it and write it under people, or say under stages.{stage}.skills what is needed",
        (f"stages.{stage}", "people"),
        answer,
        section="skills",
        stage=STAGES[max(0, STAGES.index(stage) - 1)],
    )
