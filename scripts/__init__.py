"""What keeps the documentation true: run as `python -m scripts.reference` and `python -m scripts.pictures`."""
