"""Simulated projects whose truth is known, to judge when to ship, go on or stop: `python -m benchmarks.stopping`.

A `Project` (projects) has two sides: a `Brief`, which the team sees, and a `Truth`, which it does not. Families
(families) draw projects; each keeps or breaks some of what a brief promises. A `Policy` (policies) is shown a `View`
(world) and says what to do next; `play` (play) lets it, and the truth says what that was worth. The oracle (oracle)
knows the truth and says what could have been had. Scores (score, calibration) compare policies over the same projects;
tuning (tune) and judging use projects that never meet (seeds).

Units throughout: weeks of the whole team; money in one currency; the success criterion in units of its own, which
differ from project to project, more being better.
"""
