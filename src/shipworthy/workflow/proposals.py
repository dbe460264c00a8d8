"""What was proposed, what was said about it, and what became of it; told from the ledger alone."""

from datetime import UTC, date, datetime, time, timedelta

from shipworthy.plan import policy
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.proposal import Proposal, ProposalDecision, Remark
from shipworthy.show.days import on_day
from shipworthy.show.proposals import Tabled
from shipworthy.show.words import joined
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.checks import PROPOSALS


def tabled(bench: Bench) -> tuple[Tabled, ...]:
    """Every proposal, oldest first."""
    remarks, decisions = bench.book.all(Remark), bench.book.all(ProposalDecision)
    return tuple(
        Tabled(
            each,
            tuple(one for one in remarks if one.proposal == each.id),
            next((one for one in reversed(decisions) if one.proposal == each.id), None),
        )
        for each in bench.book.all(Proposal)
    )


def is_late(bench: Bench, meeting: str, at: datetime) -> bool:
    """Whether something handed in now is later than the policy wants; without one, later than the day before."""
    if not meeting:
        return False
    begins = datetime.combine(date.fromisoformat(meeting), time(), UTC)
    return at > begins - timedelta(seconds=bench.weight.proposals or 0.0)


def proposal_evidence(bench: Bench) -> tuple[Evidence, ...]:
    """Whether proposals came in time and were decided on; empty where no policy asks."""
    if bench.claim(policy.PROPOSALS) is None:
        return ()
    found, today = tabled(bench), bench.clock.now().date()
    undecided = [each for each in found if each.open_after(today)]
    in_time = [each for each in found if each.meeting and not each.proposal.late]
    late = [each.proposal for each in found if each.proposal.late]
    findings = [
        *(_undecided(each) for each in undecided),
        *(_came_late(each) for each in late),
    ]
    if undecided:
        names = joined([each.proposal.id for each in undecided])
        holds, says = False, f"the meeting is over, and the lead has not decided on {names}"
    elif in_time:
        holds, says = True, f"{_counted(len(in_time))} handed in before the meeting, and none waits for the lead's word"
    elif late:
        holds, says = False, f"{_counted(len(late))} handed in, and none in time before the meeting"
    else:
        holds, says = None, "nothing was proposed for a meeting yet"
    return (
        Evidence(
            check=PROPOSALS,
            says=says,
            stage="prototype",
            claims=(policy.PROPOSALS,),
            holds=holds,
            findings=tuple(findings),
            grade="live",
        ),
    )


def _undecided(one: Tabled) -> Finding:
    day = f"the meeting of {on_day(one.meeting)}" if one.meeting else "the meeting"
    return Finding(
        check=PROPOSALS,
        says=f"{one.proposal.id} was for {day}, and the lead has not decided",
        severity="problem",
        where=one.proposal.id,
        next_step=f"let the lead decide: `shipworthy rule accept {one.proposal.id} --why …`, decline or defer",
    )


def _came_late(one: Proposal) -> Finding:
    return Finding(
        check=PROPOSALS,
        says=f"{one.id} was handed in late, on {on_day(one.at.date())}, for the meeting of "
        f"{on_day(date.fromisoformat(one.meeting))}",
        severity="note",
        where=one.id,
        next_step="hand in before the meeting, so that everybody has read it",
    )


def _counted(count: int) -> str:
    return "1 proposal was" if count == 1 else f"{count} proposals were"
