"""The second part of the report: the same records, in the words of data scientists."""

from typing import Any

from shipworthy.records.claim import Claim
from shipworthy.records.verdict import Verdict
from shipworthy.show.attempts import attempts, metric_names, metric_text, title_of, without_chances
from shipworthy.show.costs import HEADS, complexity_told, cost_lines, cost_pictures
from shipworthy.show.decision_curve import curve_lines
from shipworthy.show.deliveries import delivery_rows
from shipworthy.show.failures import failure_rows, looked_for
from shipworthy.show.groups import groups
from shipworthy.show.illustrations import curve_picture, metric_picture
from shipworthy.show.limits import calibration_rows, reliability_rows
from shipworthy.show.looks import looks_told
from shipworthy.show.matters import matters_lines, matters_picture
from shipworthy.show.numbers import amount, count, ends
from shipworthy.show.periods import day
from shipworthy.show.reframing import question_rows
from shipworthy.show.reliability import reliability_pictures
from shipworthy.show.scores import calibration, score_lines
from shipworthy.show.searches import searches_told
from shipworthy.show.simpler import trial_rows
from shipworthy.show.sound import case_rows, control_rows, controls_say, controls_told
from shipworthy.show.spoiling import loss_lines
from shipworthy.show.story import Story
from shipworthy.show.words import SEVERITIES
from shipworthy.show.worth import Worth


def second_part(story: Story) -> dict[str, Any]:
    """What the template of the second part needs."""
    heads, rows = attempt_table(story)
    return {
        "claims": [_claim(story, claim) for claim in story.claims],
        "heads": heads,
        "attempts": rows,
        "numbers": tuple(range(2, len(heads))),
        "apart": story.apart,
        "without_chances": without_chances(story),
        "controls": controls_told(story),
        "controls_say": controls_say(story),
        "control_rows": control_rows(story),
        "cases": case_rows(story),
        "picture": metric_picture(story) if story.gains else "",
        "costs": [line.cells for line in cost_lines(story)],
        "cost_heads": HEADS,
        "cost_pictures": cost_pictures(story),
        "cost_says": complexity_told(story),
        "matters": matters_lines(story.matters),
        "matters_picture": matters_picture(story.matters),
        "searches": searches_told(story),
        "amounts": curve_lines(story),
        "groups": [
            (column, [(row.name, count(row.n), row.worth.text, row.worth.ends, row.verdict) for row in rows])
            for column, rows in groups(story).items()
        ],
        "failures": failure_rows(story),
        "failures_told": looked_for(story),
        "curve": curve_picture(story),
        "findings": [
            (
                finding.says,
                SEVERITIES[finding.severity],
                finding.where,
                _rows(finding.count, finding.of),
                finding.next_step,
            )
            for finding in story.findings
        ],
        "reliability": reliability_rows(story),
        "reliability_pictures": reliability_pictures(story),
        "calibrated": calibration_rows(story),
        "spoilt": loss_lines(story, story.spoilt),
        "simplified": trial_rows(story),
        "deliveries": delivery_rows(story),
        "questions": question_rows(story.reframing),
        "looks": [
            (day(each.time), each.record.candidate, count(each.record.n), f"`{each.record.rows[:12]}`", each.record.by)
            for each in reversed(story.looks)
        ],
        "looks_told": looks_told(story),
        "scores": score_lines(story.scores),
        "calibration": calibration(story.scores),
        "digests": [(name, digest[:12]) for name, digest in story.digests.items()],
        "methods": "; ".join(_methods(story)),
    }


def attempt_table(story: Story) -> tuple[list[str], list[list[str]]]:
    """Headings and lines of the candidates' table: only columns that say something."""
    found = attempts(story)
    if not found:
        return [], []
    metrics = metric_names(story)
    gains, values = any(one.gain for one in found), bool(story.unit) and any(one.value for one in found)
    per = next((scaled.per for one in found for scaled in (one.gain, one.value) if scaled), "")
    heads = ["Candidate", "Remark"]
    heads += [f"Gain {per}".strip(), "95 % interval"] if gains else []
    heads += [f"Value {per}".strip()] if values else []
    heads += map(title_of, metrics)
    rows = []
    for one in found:
        cells = [one.name, one.remark]
        cells += [_text(one.gain), one.gain.ends if one.gain else ""] if gains else []
        cells += [_text(one.value)] if values else []
        rows.append([*cells, *(one.metrics[name] for name in metrics)])
    return heads, rows


def _claim(story: Story, claim: Claim) -> tuple[Claim, Verdict, str]:
    verdict = story.verdicts.get(claim.id) or Verdict(claim=claim.id, state="cant_tell", why="nothing measured yet")
    number = verdict.number
    if number is None or number.value is None:
        return claim, verdict, ""
    per = "" if number.per == 1 else f" per {count(number.per)}"
    seen = f", n = {count(number.n)}" if number.n else ""
    if number.unit in ("1", "share"):
        return claim, verdict, metric_text(number) + per + seen
    width = None if number.low is None or number.high is None else number.high - number.low
    told = amount(number.value, number.unit, width) + per
    reach = "" if number.low is None or number.high is None else f" ({ends(number.low, number.high, joint='to')})"
    return claim, verdict, told + reach + seen


def _text(scaled: Worth | None) -> str:
    return scaled.text if scaled else ""


def _rows(rows: int | None, of: int | None) -> str:
    if rows is None:
        return ""
    return count(rows) if of is None else f"{count(rows)} of {count(of)}"


def _methods(story: Story) -> list[str]:
    measured = (*story.gains, *story.values, *story.metrics)
    return list(dict.fromkeys(one.method for one in measured if one.method))
