"""A model server whose model can be made slow or made to fail, for drills and rehearsals: `python -m` this module.

All the rest is the real server: what is drilled is what is shipped.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import shipworthy.server.one_core  # noqa: F401 - before the libraries that read what it says
from shipworthy.server.run import run
from shipworthy.workflow.troubles import FAULTY, Troubled, read_troubles


def main(arguments: Sequence[str]) -> None:
    """Serves a project whose model is in trouble."""
    parser = argparse.ArgumentParser(prog=FAULTY)
    parser.add_argument("--project", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--announce", type=Path)
    parser.add_argument("--troubles", type=Path, required=True)
    asked = parser.parse_args(arguments)
    troubles = read_troubles(asked.troubles)
    wrap = (lambda scorer: Troubled(scorer, troubles)) if troubles else None
    run(asked.project, port=asked.port, announce=asked.announce, wrap=wrap)


if __name__ == "__main__":
    main(sys.argv[1:])
