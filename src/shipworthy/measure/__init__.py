"""Floor 2: predictions to value, metrics, slices and comparisons."""
