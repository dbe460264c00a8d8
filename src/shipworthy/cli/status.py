"""Exit statuses of the command."""

from typing import Final

DONE: Final = 0
CLAIM_OPEN: Final = 1
"""Only from check, ship, watch, ledger verify and demo: a claim fails, is stale or can't be told."""
MEND: Final = 2
"""The user must mend something."""
FAULT: Final = 70
"""A fault of ours, with a report file."""
INTERRUPTED: Final = 130
