"""The roadmap of a project that has none: five attempts that make sense for any table."""

from shipworthy.records.spec import CandidateSpec, Task


def default_candidates(task: Task) -> tuple[CandidateSpec, ...]:
    """The simplest first: constant, linear, glass-box additive, tabular baseline, gradient boosting.

    The glass box is boosting without interactions: each feature adds its own curve, so it can be drawn and
    read (Lou, Caruana, Gehrke 2012, "Intelligible models for classification and regression").

    >>> [spec.name for spec in default_candidates(Task(kind="regression"))]
    ['constant', 'linear', 'additive', 'tabular', 'boosting']
    """
    kind = "Regressor" if task.kind == "regression" else "Classifier"
    histogram = f"sklearn.ensemble.HistGradientBoosting{kind}"
    return (
        CandidateSpec(name="constant", kind="constant", glass_box=True, complexity=0),
        _linear(task),
        CandidateSpec(
            name="additive",
            kind="estimator",
            target=histogram,
            parameters={
                "interaction_cst": "no_interactions",
                "max_iter": 120,
                "max_leaf_nodes": 8,
                "max_bins": 127,
                "early_stopping": False,
            },
            features="trees",
            glass_box=True,
            complexity=2,
        ),
        CandidateSpec(name="tabular", kind="estimator", target=histogram, features="trees", complexity=3),
        CandidateSpec(
            name="boosting",
            kind="estimator",
            target=f"lightgbm.LGBM{kind}",
            parameters={
                "n_estimators": 150,
                "learning_rate": 0.05,
                "subsample": 0.8,
                "subsample_freq": 1,
                "colsample_bytree": 0.5,
                "reg_lambda": 5.0,
                "max_bin": 127,
                "cat_smooth": 20,
                "deterministic": True,
                "force_col_wise": True,
            },
            features="trees",
            complexity=4,
        ),
    )


def _linear(task: Task) -> CandidateSpec:
    if task.kind == "regression":
        target, parameters = "sklearn.linear_model.Ridge", {"alpha": 10.0}
    else:
        target, parameters = (
            "sklearn.linear_model.LogisticRegression",
            {"C": 0.1, "max_iter": 200, "tol": 0.001},
        )
    return CandidateSpec(
        name="linear",
        kind="estimator",
        target=target,
        parameters={**parameters},
        features="linear",
        glass_box=True,
        complexity=1,
    )
