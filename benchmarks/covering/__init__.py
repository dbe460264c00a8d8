"""How often 95 % intervals of metrics cover the truth, by simulation; `python -m benchmarks.covering`."""
