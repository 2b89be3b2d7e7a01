"""What the desk does: evaluate an athlete for a coach, and carry out what the coach decides."""
