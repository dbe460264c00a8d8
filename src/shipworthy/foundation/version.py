"""Which version this is; told on the ground, so that every floor can say it."""

__version__ = "0.1.0"
