"""Writes of relationships, by noun."""
