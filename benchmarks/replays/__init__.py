"""Real sequences of experiments, replayed: `python -m benchmarks.replays`.

Random search was run once over public data sets that Python packages ship (search, sets). What each configuration
scored by cross-validation, and what it truly brings on a large part kept aside, stands in `runs.json` in the order run;
`python -m benchmarks.replays.search` writes it. Around stretches of these runs projects are made (projects): what is
stated of an attempt is what those at its place brought on the other data sets; target, weeks and money are drawn by
seed. The same policies decide as in `benchmarks.stopping` (play), tuned on other data sets than those they are judged
on.
"""
