"""Ours: the data checks of the demo's document on four joined tables, `ours_checks.py PROJECT`."""

import sys

from told import told

from shipworthy import open as open_project
from shipworthy.workflow.engine import gather_data

with told() as here, open_project(sys.argv[1]) as project:
    evidence = gather_data(project)
    found = [finding for each in evidence for finding in each.findings]
    here.found = f"{len(evidence)} results; " + "; ".join(each.says for each in found if each.severity != "info")
