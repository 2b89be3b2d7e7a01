"""The practice of coaching, neutral between disciplines."""
