"""Floor 2: who is who, and what they may do."""
