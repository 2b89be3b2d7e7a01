"""How commands speak: results on standard output, trouble on standard error, never a traceback for what a person can mend."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

P = ParamSpec("P")


def tell(text: str = "") -> None:
    """A line for the person."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """A line about what is wrong."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def plainly(command: Callable[P, int]) -> Callable[P, int]:
    """Turn the failures a person can mend into a sentence and exit status 1."""

    @wraps(command)
    def speak(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return command(*args, **kwargs)
        except Exception as error:
            if not _is_mendable(error):
                raise
            complain(str(error))
            return 1

    return speak


def _is_mendable(error: Exception) -> bool:
    # Loaded only now: what may go wrong is half of the product, and some commands stay for long and small.
    from paceline.infra.keyring import KeyRingProblem
    from paceline.infra.postgres import MissingRight, PostgresUnavailable
    from paceline.infra.settings import SettingsError
    from paceline.kit.errors import Problem

    return isinstance(error, (SettingsError, PostgresUnavailable, MissingRight, KeyRingProblem, Problem))
