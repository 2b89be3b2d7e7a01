"""The calendar for other calendars: a secret address that can be made anew or taken away at any time."""
