"""The weather of an athlete's day: asked for a rounded place, only for those who want it, and never guessed."""
