"""What may be done with activities: shown to a coach, read by AI, and how long they are kept."""
