"""What athlete and coach write to each other beneath an activity."""
