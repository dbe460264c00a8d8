"""Checks on data, one file a check."""
