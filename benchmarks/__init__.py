"""Measurements of Paceline beside what they are compared to; run with `python -m benchmarks`."""
