"""Discipline one: running, ultra, cycling, triathlon."""
