"""What lies where in the folder of a project; told apart, so that a glance at a folder loads nothing else."""

from typing import Final

DOCUMENT: Final = "project.yaml"
OWN: Final = ".shipworthy"
"""The folder of what belongs to the project and not to git."""
SNAPSHOTS: Final = "snapshots"
"""Its folder of the rows that evidence stands on."""
