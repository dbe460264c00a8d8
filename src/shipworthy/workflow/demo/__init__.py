"""The demo: a rehearsal of the whole journey on real flights."""
