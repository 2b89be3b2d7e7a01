"""People and plumbing, free of any discipline."""
