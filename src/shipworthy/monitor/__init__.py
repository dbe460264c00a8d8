"""Floor 4: the prediction log to windows, incidents, causes."""
