"""Floor 4: a bundle to files and tables, and the client of the model server."""
