"""What had to be assumed when the files were read?"""

from collections.abc import Sequence

import polars as pl

from shipworthy.data.checks.small import base
from shipworthy.data.checks.small import given as small
from shipworthy.records.check import Given, Need
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.stage import Stage
from shipworthy.records.table import Table


class Reading:
    """Files in another encoding, blank lines: read all the same, and said."""

    name = "reading"
    stage: Stage = "data"
    says = "the files were read as they are meant"
    needs: frozenset[Need] = frozenset({"sources"})

    def run(self, given: Given) -> Sequence[Evidence]:
        """Informs only, and only where something was assumed."""
        findings = tuple(
            Finding(check=self.name, says=note, where=name)
            for name, table in given.sources.items()
            for note in table.notes
        )
        if not findings:
            return ()
        says = "; ".join(finding.says for finding in findings)
        return (Evidence(check=self.name, says=says, stage=self.stage, findings=findings),)

    def fires(self) -> Given:
        """A file that was not written in UTF-8."""
        frame = pl.DataFrame({"x": [1, 2], "y": [0, 1]})
        table = Table(name="rows", frame=frame, notes=("`rows.csv` is not written in UTF-8; it was read as Latin-1",))
        return Given(spec=base(), sources={"rows": table})

    def quiet(self) -> Given:
        """A file without surprises."""
        return small(base(), rows=pl.DataFrame({"x": [1, 2], "y": [0, 1]}))
