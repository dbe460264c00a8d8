"""Floor 5: scoring and feedback over HTTP."""
