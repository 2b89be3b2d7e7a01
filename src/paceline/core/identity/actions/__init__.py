"""Writes of identity: registering, signing in and out, tickets by mail, profile."""
