"""Metrics, one file a family; the registry finds them by scikit-learn's names."""
