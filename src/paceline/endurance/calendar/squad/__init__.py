"""Many athletes side by side: one row each, one column a day."""
