"""Which attempt to put forward: rules held against each other in worlds whose truth is known."""
