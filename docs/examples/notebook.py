import polars as pl
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import shipworthy

table = pl.read_csv("samples.csv")
columns = [name for name in table.columns if name != "malignant"]
train, test = table[::2], table[1::2]  # learn from one half, judge on the other

models = {
    "linear": make_pipeline(StandardScaler(), LogisticRegression(C=0.1)),
    "boosting": HistGradientBoostingClassifier(),
}
for model in models.values():
    model.fit(train[columns], train["malignant"])

result = shipworthy.compare(
    models,
    test,
    "malignant",
    value={"true_positive": 20, "false_positive": -5, "false_negative": 0, "true_negative": 0},
    unit="hours",
    baseline='"mean radius" > 17',
)
result
