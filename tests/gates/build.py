"""Small claims and evidence."""

from typing import Any

from shipworthy.records.claim import Bar, Claim
from shipworthy.records.decision import SignOff
from shipworthy.records.evidence import Evidence
from shipworthy.records.measurement import Measurement

GAIN = Bar(measure="gain", at_least=20_000, against="status_quo", per=1000, unit="USD")


def claim(name: str, **fields: Any) -> Claim:
    return Claim(**{"id": name, "kind": "requirement", "says": f"{name} is so", "stage": "data", **fields})


def criterion(bar: Bar = GAIN) -> Claim:
    return claim("criterion.gain", kind="criterion", stage="prototype", settled_by="measurement", bar=bar)


def evidence(*claims: str, **fields: Any) -> Evidence:
    return Evidence(**{"check": "keys", "says": "it was found", "stage": "data", "claims": claims, **fields})


def gain(value: float | None, se: float | None = 5_000, **fields: Any) -> Measurement:
    given = {"name": "gain", "value": value, "se": se, "unit": "USD", "per": 1000, "n": 3000, "clusters": 30}
    return Measurement(**{**given, "df": 29, "against": "status_quo", **fields})


def signed(*claims: Claim, by: str = "ann", authority: Any = "asserted") -> SignOff:
    return SignOff(claims={each.id: each.digest for each in claims}, by=by, authority=authority)
