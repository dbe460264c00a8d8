from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn.linear_model import LogisticRegression

from shipworthy.lab.evaluate import Evaluation, evaluate
from shipworthy.lab.roadmap import default_candidates
from shipworthy.lab.study import Study
from shipworthy.model.learning import fit_features
from shipworthy.records.spec import CandidateSpec
from shipworthy.store.cache import Cache, R
from tests.lab.samples import BINARY, easy, silent, study_of

LINEAR = CandidateSpec(name="linear", kind="estimator", target="sklearn.linear_model.LogisticRegression")
SPECS = default_candidates(BINARY)


def scores_of(found: Evaluation) -> dict[str, pl.DataFrame]:
    return {
        attempt.spec.name: attempt.predictions.frame for attempt in found.attempts if attempt.predictions is not None
    }


def test_every_row_asked_about_is_there_once_with_what_turned_out() -> None:
    frame, labels = easy()
    study = study_of(frame, labels.set(pl.Series([row % 17 == 0 for row in range(300)]), None))
    found = evaluate(study, SPECS, progress=silent)
    for name, answered in scores_of(found).items():
        rows = np.concatenate([fold.test for fold in study.folds])
        assert answered["id"].to_list() == [str(row) for row in rows]
        assert answered["outcome"].to_list() == study.labels.gather(rows).to_list()
        assert answered["time"].to_list() == frame["when"].gather(rows).dt.replace_time_zone("UTC").to_list()
        assert answered["model"].unique().to_list() == [name]
        assert answered["origin"].unique().sort().to_list() == ["fold", "holdout"]
        assert answered["inputs"].struct.fields == ["colour"]
        assert "@" not in str(answered.to_dicts())


def test_the_linear_candidate_is_the_estimator_fitted_by_hand_on_the_same_view() -> None:
    frame, labels = easy()
    study = study_of(frame, labels)
    answered = scores_of(evaluate(study, [LINEAR], progress=silent))["linear"]
    holdout = study.folds[-1]
    features, train = fit_features(study.frame[holdout.train])
    model = LogisticRegression().fit(train.linear, (labels.gather(holdout.train) == "yes").to_numpy())
    by_hand = model.predict_proba(features.transform(study.frame[holdout.test]).linear)[:, 1]
    got = answered.filter(pl.col("origin") == "holdout")["score"].to_numpy()
    np.testing.assert_allclose(got, by_hand, rtol=1e-4)


def test_a_secret_in_the_holdout_changes_nothing_before_it() -> None:
    frame, labels = easy()
    study = study_of(frame, labels)
    kept_aside = study.folds[-1].test
    mask = pl.Series([row in set(kept_aside.tolist()) for row in range(300)])
    turned = labels.set(mask, "yes")
    altered = frame.with_columns(
        size=pl.when(mask).then(1e6).otherwise("size"),
        colour=pl.when(mask).then(pl.lit("secret")).otherwise("colour"),
    )
    plain, planted = (
        scores_of(evaluate(study_of(*data), SPECS, progress=silent)) for data in ((frame, labels), (altered, turned))
    )
    for name, before in plain.items():
        folds = pl.col("origin") == "fold"
        assert planted[name].filter(folds)["score"].equals(before.filter(folds)["score"])


def test_the_same_study_gives_the_same_bits_with_one_worker_or_three() -> None:
    frame, labels = easy(400)
    one, three = (evaluate(study_of(frame, labels, workers=count), SPECS, progress=silent) for count in (1, 3))
    for left, right in zip(one.attempts, three.attempts, strict=True):
        assert left.predictions == right.predictions
        assert left.digest == right.digest


def test_good_candidates_beat_the_constant_on_rows_kept_aside() -> None:
    found = scores_of(evaluate(study_of(*easy(1500)), SPECS, progress=silent))

    def loss(name: str) -> float:
        rows = found[name].filter(pl.col("origin") == "holdout")
        yes = (rows["outcome"] == "yes").to_numpy()
        return -float(np.log(np.where(yes, rows["score"], 1 - rows["score"])).mean())

    assert all(loss(name) < 0.85 * loss("constant") for name in ("linear", "additive", "tabular", "boosting"))


def test_a_candidate_that_fails_stops_no_other() -> None:
    broken = CandidateSpec(name="broken", kind="estimator", target="sklearn.linear_model.LogisticRegresion")
    picky = CandidateSpec(
        name="picky", kind="estimator", target="sklearn.linear_model.LogisticRegression", parameters={"C": -1}
    )
    found = evaluate(study_of(*easy()), [broken, LINEAR, picky], progress=silent)
    assert [attempt.predictions is None for attempt in found.attempts] == [True, False, True]
    assert "did you mean LogisticRegression" in str(found.attempts[0].failure)
    assert "it fails while it learns" in str(found.attempts[2].failure)


def test_what_was_answered_once_is_not_computed_again(tmp_path: Path) -> None:
    study, cache = study_of(*easy()), Cache(tmp_path)
    first = evaluate(study, SPECS, progress=silent, cache=cache)
    again = evaluate(study, SPECS, progress=silent, cache=cache)
    assert [item.predictions for item in first.attempts] == [item.predictions for item in again.attempts]
    assert [item.fit_seconds for item in first.attempts] == [item.fit_seconds for item in again.attempts]
    assert first.left_out == again.left_out


def test_the_digest_follows_what_matters_and_nothing_else() -> None:
    frame, labels = easy()

    def digest(study: Study, spec: CandidateSpec) -> str:
        return evaluate(study, [spec], progress=silent).attempts[0].digest

    plain = digest(study_of(frame, labels), LINEAR)
    renamed = CandidateSpec.from_dict({**LINEAR.to_dict(), "name": "other", "complexity": 9})
    tuned = CandidateSpec.from_dict({**LINEAR.to_dict(), "parameters": {"C": 0.5}})
    altered = frame.with_columns(size=pl.col("size") + 1)
    mails = frame.with_columns(email=pl.lit("nobody"))
    assert digest(study_of(frame, labels), renamed) == plain
    assert digest(study_of(mails, labels), LINEAR) == plain
    others = [digest(study_of(frame, labels), tuned), digest(study_of(altered, labels), LINEAR)]
    assert len({plain, *others, digest(study_of(frame, labels.reverse()), LINEAR)}) == 4


def test_an_interrupt_passes_through_and_what_was_finished_is_kept(tmp_path: Path) -> None:
    study, specs = study_of(*easy()), [SPECS[0], LINEAR]

    def interrupted(done: int, total: int, words: str) -> None:
        """Presses Ctrl-C when the second fit is done."""
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate(study, specs, progress=interrupted, cache=Cache(tmp_path))
    kept: Counter[bool] = Counter()

    class Watched(Cache):
        def get(self, key: str, kind: type[R]) -> R | None:
            found = super().get(key, kind)
            kept[found is not None] += 1
            return found

    resumed = evaluate(study, specs, progress=silent, cache=Watched(tmp_path))
    assert kept[True] >= 2
    assert resumed.attempts[1].predictions == evaluate(study, specs, progress=silent).attempts[1].predictions


def test_progress_counts_up_to_all_fits() -> None:
    told: list[tuple[int, int]] = []
    study = study_of(*easy())
    evaluate(study, SPECS[:2], progress=lambda done, total, _: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (2 * len(study.folds), 2 * len(study.folds))
