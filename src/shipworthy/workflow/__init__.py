"""Floor 5: the engine and one thin file a verb."""
