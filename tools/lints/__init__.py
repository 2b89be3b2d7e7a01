"""Rules of the house that no off-the-shelf linter knows; run with `python -m tools.lints`."""
