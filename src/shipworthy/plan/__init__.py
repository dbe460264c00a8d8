"""Floor 2: the project document and the claims it makes."""
