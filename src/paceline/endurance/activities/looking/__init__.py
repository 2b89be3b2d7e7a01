"""What the page of an activity shows, worked out from its samples before it is drawn."""
