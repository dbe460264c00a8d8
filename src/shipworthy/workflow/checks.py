"""Names under which the evidence of this floor stands in the ledger, for those who write it and those who read it."""

from typing import Final

from shipworthy.plan.kinds.case import CHECK as CASES
from shipworthy.plan.own import WHERE_IT_FAILS

ENOUGH: Final = "enough"
EVALUATE: Final = "evaluate"
MISTAKE: Final = "mistakes"
COMPARE: Final = "compare"
CURVE: Final = "decision-curve"
COSTS: Final = "costs"
MATTERS: Final = "metric-matters"
PROMISE: Final = "promise"
FAILURES: Final = WHERE_IT_FAILS
GUARDRAILS: Final = "guardrails"
BEATS_CONSTANT: Final = "beats-constant"
CONTROLS: Final = "controls"
SEALED_CASES: Final = "sealed"
LUCK: Final = "luck"
ROBUST: Final = "robust"
STRESS: Final = "stress"
LIMITS: Final = "limits"

CHECK_INS: Final = "check-ins"
PROPOSALS: Final = "proposals"

HABITS: Final = (CHECK_INS, PROPOSALS)
"""Evidence on how people work together; the latest word counts, whatever was written down before."""

OF_CHOSEN: Final = (CONTROLS, PROMISE, GUARDRAILS, BEATS_CONSTANT, ROBUST, LIMITS)
"""Evidence that counts only for the candidate that is put forward."""

ABOUT_CHOSEN: Final = (*OF_CHOSEN, FAILURES, CASES)
"""All that is found out of the candidate that is put forward, and says nothing of another one."""
