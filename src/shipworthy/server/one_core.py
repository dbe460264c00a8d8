"""Imported first of all by a program that is a model server: one core each, unless the environment says otherwise.

A call brings a few rows. Native threads that share them out wait for each other longer than they work, and take the
cores from calls that come at the same time. Libraries read this once, when they are loaded.
"""

import os

for _name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
