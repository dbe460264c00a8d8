"""The check of the brief: what it says, and what it leaves out."""

from shipworthy.plan.document import Document
from shipworthy.plan.kinds import handover
from shipworthy.plan.kinds.brief import CHECK, QUESTIONS, Question
from shipworthy.plan.kinds.computed import computed
from shipworthy.plan.kinds.requested import requested
from shipworthy.plan.named import NAMED, unnamed
from shipworthy.plan.parts import part_digests
from shipworthy.plan.policy import UNWEIGHED, Weight
from shipworthy.plan.skills import skill_questions
from shipworthy.plan.watching import watching
from shipworthy.plan.weighing import because
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding


def brief_evidence(document: Document, weight: Weight = UNWEIGHED) -> tuple[Evidence, ...]:
    """One piece of evidence a question of the brief, the plan for watching among them.

    Answered, left out, or known to be unknown. Where the data are is asked while the document does not say.
    """
    questions = (*QUESTIONS, watching(document), *([NAMED] if unnamed(document) else []))
    asked = [question for _, question in asked_questions(document, weight)]
    return tuple(_evidence(document, question, weight) for question in (*questions, *asked))


def asked_questions(document: Document, weight: Weight) -> tuple[tuple[str, Question], ...]:
    """Kind and question of what a document answers beyond the brief: where it gives reason to, or a policy asks."""
    skills = (("skills", question) for question in skill_questions(document))
    return (*computed(document), *skills, *requested(weight), *handover.questions(document, weight))


def _evidence(document: Document, question: Question, weight: Weight) -> Evidence:
    holds, says = question.answer(document)
    required = (question.required or weight.requires(question.claim)) and not weight.lets_open(question.claim)
    why = because(question.claim, question.required, weight)
    gap = Finding(
        check=CHECK,
        says=question.says.replace("it is ", "it is not ", 1),
        severity="problem" if required else "note",
        where=question.parts[0],
        next_step=f"{question.asks} ({why})" if why else question.asks,
    )
    digests = part_digests(document, question.parts)
    return Evidence(
        check=CHECK,
        says=says,
        stage=question.stage,
        claims=(question.claim,),
        holds=holds,
        findings=() if holds else (gap,),
        stands_on={f"document:{part}": name for part, name in digests.items()},
    )
