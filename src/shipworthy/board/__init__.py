"""Floor 7: web pages."""
