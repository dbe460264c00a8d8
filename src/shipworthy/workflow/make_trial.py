"""Lets people try an attempt before anything is shipped: fitted and written beside the project's own bundles."""

import shutil
from collections.abc import Sequence

from shipworthy.records.bundle import Bundle
from shipworthy.records.deployment import Deployment
from shipworthy.store.deployments import BUNDLES, write_deployment
from shipworthy.workflow.bundling import make_bundle
from shipworthy.workflow.ship import recipe_of
from shipworthy.workflow.trial import inside, trial_of
from shipworthy.workflow.workbench import Workbench


def make_trial(bench: Workbench, name: str, rows: Sequence[int]) -> Bundle:
    """Lets an attempt be tried; the last one stays when it was made from the same.

    Args:
        bench: the project.
        name: of the attempt.
        rows: positions of cases kept aside that the form proposes.

    Raises:
        CandidateError: when it cannot answer for new cases.
        StorageError: when the disk is full or the folder may not be written.
    """
    inner = inside(bench.own)
    recipe = recipe_of(bench, name)
    last = trial_of(bench.own)
    if last is not None and last.candidate == name and last.stands_on == recipe.stands_on:
        return last
    made = make_bundle(bench, recipe, inner, rows)
    why = "people may try it before anything is shipped"
    live = Deployment(project=made.project, champion=made.version, why=why, since=bench.clock.now())
    write_deployment(inner, live)
    for old in (inner / BUNDLES).iterdir():
        if old.name != str(made.version):
            shutil.rmtree(old, ignore_errors=True)
    return made
