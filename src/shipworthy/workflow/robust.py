"""What the document asks to hold although inputs arrive spoiled: measured on the attempt that is put forward."""

from collections.abc import Mapping, Sequence

from shipworthy.foundation.errors import CandidateError
from shipworthy.lab.study import Study
from shipworthy.records.claim import Claim
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.workflow.checks import ROBUST
from shipworthy.workflow.spoiling import Spoiling, Spoilt
from shipworthy.workflow.workbench import Workbench


def robust_claims(bench: Workbench) -> tuple[Claim, ...]:
    """Claims that a measurement on spoiled inputs settles."""
    return tuple(claim for claim in bench.claims if claim.kind == "robust")


def asked_of_spoiled(
    bench: Workbench, name: str, field: Mapping[str, Predictions], study: Study | None
) -> tuple[str, tuple[Measurement, ...], tuple[Finding, ...]]:
    """What a candidate does in each way that the document names.

    Args:
        bench: the project.
        name: of the candidate.
        field: decided predictions of it, and of what it is held against, by name.
        study: rows that came in live and those before; None takes those of the document.

    Returns:
        What was done in a sentence, the numbers, and what fails.

    Raises:
        ColumnError: when the document names what the candidate does not learn from.
        RequestError: when inputs cannot be spoiled as the document says.
    """
    try:
        spoiling = Spoiling(bench, name, field, study)
    except CandidateError as error:
        step = error.next_step or "add an attempt to the roadmap that is better than what is put forward"
        return error.what, (), (Finding(check=ROBUST, says=error.what, severity="note", next_step=step),)
    found = spoiling.measure(tuple(dict.fromkeys(entry.spoil for entry in bench.document.robust)))
    says = f"{name} was asked again about {spoiling.says}, their inputs spoiled as project.yaml says under robust"
    return says, tuple(number for each in found for number in each.measurements), failing(found, ROBUST)


def failing(found: Sequence[Spoilt], check: str) -> tuple[Finding, ...]:
    """Ways in which it gives no answer at all."""
    return tuple(
        Finding(
            check=check,
            says=f"with {each.what.says} it gives no answer: {each.failure}",
            severity="problem",
            next_step="let the attempt fill what is missing, or say under delivery.fallback what answers then",
        )
        for each in found
        if each.failure
    )
