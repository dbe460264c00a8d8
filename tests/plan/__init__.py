"""The project document and its claims."""
