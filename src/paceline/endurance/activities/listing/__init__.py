"""The list of activities: its selection, its statement and its rows."""
