"""Live updates: hints of where to look again, stored so that a page which lost its connection misses none."""
