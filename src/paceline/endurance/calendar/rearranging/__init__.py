"""Changing many sessions at once: move, copy, take out, pin; each change is one request and can be taken back."""
