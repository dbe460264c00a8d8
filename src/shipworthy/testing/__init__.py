"""Yard: contract suites for the authors of plug-ins. Nothing in the house imports it."""
