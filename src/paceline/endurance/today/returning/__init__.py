"""Coming back to training: a protocol somebody started, what was said of each day, and where today stands on it."""
