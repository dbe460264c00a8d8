"""Floor 1: what passes between rooms, one file a record, and the protocol of a check."""
