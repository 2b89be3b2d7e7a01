"""Pure computation: endurance, formats. Standard library and numpy only."""
