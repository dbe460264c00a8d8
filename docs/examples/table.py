from sklearn.datasets import load_breast_cancer

data = load_breast_cancer(as_frame=True)
table = data.data.assign(malignant=data.target.map({0: "yes", 1: "no"}))
table.to_csv("samples.csv", index=False)
