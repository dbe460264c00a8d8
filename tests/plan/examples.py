"""Documents that tests share: the least one, a full one, and random ones."""

from typing import Any

from hypothesis import strategies as st

from shipworthy.records.stage import STAGES

MINIMAL = """\
project: returns
data:
  sources: {orders: {path: orders.csv}}
  target: {column: returned}
"""

FULL = """\
# Which orders will come back?
project: returns
people:
  ann: {email: ann@example.org, roles: [business-owner]}
  ben.lee: {roles: data-scientist}
stages:
  data: {goal: one table, inputs: [orders], outputs: [table], estimate: 2w, effort: 10d, chance: 80%, owner: ben.lee}
problem:
  user: packing desk
  need: Returns eat the margin.       # told by ann
  decision: which orders get a size check
  action: a person rings the customer
  lead_time: 2h
  status_quo: {rule: "country = 'DE' AND pairs >= 3"}
success:
  unit: EUR
  value: {outcomes: {true_positive: 9, false_positive: -2.5, false_negative: 0, true_negative: 0}}
  volume: 27000/month
  criterion: {gain_over: status_quo, per: 1000, at_least: 400, confidence: 0.9, by: 2027-03-31}
  outcome: {depends_on_decision: no, delay: 30d, missing: no}
guardrails:
  - {metric: recall, by: country, at_least: 0.2, min_n: 200}
  - {metric: log_loss, at_most: 0.5}
evaluation:
  metric: average_precision
  split: {holdout_from: 2026-06-01, holdout_until: 2026-07-01, period: month, folds: 3, seed: 7}
  group: day
  slices: country
assumptions:
  - {says: Sizes are known when the order comes in., chance: 0.8, check: {source: sizes, covers: 99%}}
  - says: The desk has time to ring.
    stage: ideation
    owner: ann
    fatal: true
data:
  sources:
    orders:  {path: orders.parquet, key: [order], time: placed}
    sizes:   {path: sizes.csv, time: known, join: {on: {article: item}, as_of: {lag: 2h, within: 1d}}}
    clients: {path: clients.csv, join: {on: client, expect: one_to_one}}
  target: {column: back, positive: "back > 0"}
  critical: [article, client]
  not_known_at_decision: [parcel]
  personal: [name]
  not_personal: [brand name]
  drop: [note]
candidates:
  - {name: linear, estimator: sklearn.linear_model.LogisticRegression, parameters: {C: 0.1}, effort: 0.5d}
  - {name: ours, factory: "own:build", features: trees, effort: 5d, expect_gain: {low: 0, high: 500}}
delivery:
  form: rest
  consumers: [order form]
  schedule: on request
  latency_p99: 20ms
  peak: 100/s
  availability: 99.5%
  fallback: status_quo
  running_cost: 500/month
reviews: {privacy: {lead_time: 5d}, legal: , Modell-Prüfung: {owner: reviewer}}
timebox: {every: 1w, budget: 6w, cost: 8000}
monitoring: {window: 1w, false_alarms: 1/quarter, automation: suggest}
"""

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=15)
_UNIT = st.sampled_from(["ms", "s", "min", "h", "d", "w", "month", "quarter", "y"])
_NUMBER = st.floats(-1e6, 1e6) | st.integers(-1000, 1000)
_SHARE = st.floats(0, 1)
_AMOUNT = st.integers(0, 999).map(str)
_DURATION = st.builds("{}{}".format, _AMOUNT, _UNIT)
_RATE = st.builds("{}/{}".format, _AMOUNT, _UNIT)
_EFFORT = st.builds("{}d".format, _AMOUNT)
_COLUMNS = st.lists(_TEXT, max_size=3)
_NAME = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
_DAY = st.dates().map(lambda day: day.isoformat())


def _maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def _limits(entry: dict[str, Any]) -> bool:
    sides = [entry[side] for side in ("at_least", "at_most") if side in entry]
    return bool(sides) and sides == sorted(sides)


_STATUS_QUO = st.one_of(
    st.sampled_from(["nothing", "unknown"]),
    st.builds(lambda rule: {"rule": rule}, _TEXT),
    st.builds(lambda column: {"column": column}, _TEXT),
    st.builds(
        lambda share, source: {"rates": {"yes": {"yes": share, "no": 1 - share}}, "source": source}, _SHARE, _TEXT
    ),
)
_SHORT = ("true_positive", "false_positive", "false_negative", "true_negative")
_VALUE = st.one_of(
    st.just("none"),
    st.fixed_dictionaries(dict.fromkeys(_SHORT, _NUMBER | _TEXT)).map(lambda amounts: {"outcomes": amounts}),
    st.builds(lambda under, over: {"cost": {"under": under, "over": over}}, st.floats(0, 99), st.floats(0, 99)),
)
_CRITERION = st.one_of(
    _maybe(by=_DAY, confidence=st.floats(0.51, 0.99)).map(lambda more: {"metric": "recall", "at_least": 0.5, **more}),
    _maybe(by=_DAY, per=st.integers(1, 1000)).map(lambda more: {"gain_over": "status_quo", "at_least": 5, **more}),
)


@st.composite
def _success(draw: st.DrawFn) -> dict[str, Any]:
    success: dict[str, Any] = draw(_maybe(unit=_TEXT, value=_VALUE, volume=_RATE, criterion=_CRITERION))
    if "gain_over" in success.get("criterion", {}):
        # a target needs a unit, and amounts that can reach it
        success |= {"unit": success.get("unit", "EUR"), "value": {"cost": {"under": 1, "over": 2}}}
    return success


_JOIN = st.one_of(
    _TEXT,
    st.lists(_TEXT, min_size=1, max_size=3),
    st.dictionaries(_TEXT, _TEXT, min_size=1, max_size=3).filter(lambda on: set(on) != {"left", "right"}),
    st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=3).map(
        lambda pairs: {"left": [left for left, _ in pairs], "right": [right for _, right in pairs]}
    ),
).map(lambda on: {"on": on})
_SOURCE = st.builds(lambda path, join, more: {"path": path, "join": join, **more}, _TEXT, _JOIN, _maybe(key=_COLUMNS))
_CANDIDATE = st.one_of(
    _maybe(parameters=st.dictionaries(_TEXT, _NUMBER | _TEXT | st.booleans() | st.none(), max_size=3)).map(
        lambda more: {"estimator": "a.B", **more}
    ),
    _maybe(effort=_EFFORT, note=_TEXT, glass_box=st.booleans()).map(lambda more: {"factory": "a:b", **more}),
)
_COST = st.one_of(
    _RATE,
    st.dictionaries(st.sampled_from(["compute", "storage", "labelling", "people"]), _RATE, min_size=1),
)
_OWN = st.one_of(
    _maybe(stage=st.sampled_from(STAGES), fatal=st.booleans(), asks=_TEXT, kind=st.just("sustainability")),
    _maybe(by=_TEXT, required=st.booleans()).map(lambda more: {"measure": "recall", "at_least": 0.5, **more}),
    _maybe(stage=st.sampled_from(STAGES)).map(lambda more: {"check": "ours", **more}),
)


def _says(entry: dict[str, Any]) -> Any:
    return entry["says"]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Values of a random document that is valid."""
    joined = draw(st.dictionaries(_TEXT, _SOURCE, max_size=3))
    base = draw(_TEXT.filter(lambda name: name not in joined))
    columns = draw(st.lists(_TEXT, unique=True, min_size=1, max_size=6))
    data = {
        "sources": {base: {"path": draw(_TEXT), "time": draw(_TEXT)}, **joined},
        "target": {"column": columns[0], **draw(_maybe(positive=_TEXT))},
        "critical": columns[1:3],
        "drop": columns[3:],
    }
    candidates = draw(st.dictionaries(_NAME.filter(lambda name: name != "constant"), _CANDIDATE, max_size=3))
    guardrails = draw(st.dictionaries(_TEXT, _maybe(by=_TEXT, at_least=_NUMBER, at_most=_NUMBER).filter(_limits)))
    more = draw(
        _maybe(
            rehearsal=st.booleans(),
            risk=st.sampled_from(["low", "medium", "high"]),
            people=st.dictionaries(_TEXT, _maybe(email=_TEXT, skills=_COLUMNS, simulated=st.booleans()), max_size=2),
            stages=st.dictionaries(st.sampled_from(STAGES), _maybe(skills=_COLUMNS), max_size=2),
            claims=st.lists(
                st.builds(lambda says, more: {"says": says, **more}, _TEXT, _OWN), unique_by=_says, max_size=3
            ),
            problem=_maybe(user=_TEXT, decision=_TEXT, lead_time=_DURATION, status_quo=_STATUS_QUO),
            success=_success(),
            evaluation=_maybe(metric=_TEXT, group=_TEXT, slices=_COLUMNS, split=_maybe(holdout_from=_DAY)),
            assumptions=st.lists(
                _maybe(chance=_SHARE, fatal=st.booleans()).flatmap(
                    lambda entry: _TEXT.map(lambda says: {"says": says, **entry})
                ),
                unique_by=_says,
                max_size=3,
            ),
            reviews=st.dictionaries(_TEXT, _maybe(lead_time=_DURATION), max_size=2),
            delivery=_maybe(consumers=_COLUMNS, running_cost=_COST, latency_p99=_DURATION, availability=_SHARE),
        )
    )
    return {
        "project": draw(_TEXT),
        "data": data,
        "candidates": [{"name": name, **entry} for name, entry in candidates.items()],
        "guardrails": [{"metric": metric, **entry} for metric, entry in guardrails.items()],
        **more,
    }
