"""Corrections of a recording: what they may say, trying them, making them, and what follows."""
