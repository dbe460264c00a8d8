"""Roof: one file a command. Computes nothing."""
