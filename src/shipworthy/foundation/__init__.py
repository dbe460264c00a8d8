"""Ground: errors, digests, clock, quantities, files. Imports nothing of ours."""
