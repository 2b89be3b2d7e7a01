"""Paceline, the open coaching platform."""

__version__ = "0.1.0"
