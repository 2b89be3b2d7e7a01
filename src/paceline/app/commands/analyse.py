"""`paceline analyse FILE`: read any activity file and say what is in it, without a server."""

from argparse import Namespace
from pathlib import Path

from paceline.app.commands.analysis_text import render_text
from paceline.app.commands.telling import complain, tell
from paceline.science.endurance.analysis import analyse as read_file
from paceline.science.formats import Unreadable


def analyse(arguments: Namespace) -> int:
    """Print the summary; exit status 1 with a sentence when the file cannot be read."""
    path = Path(arguments.file)
    try:
        data = path.read_bytes()
        found = read_file(data, path.name)
    except OSError as error:
        complain(f"{path}: {error.strerror}.")
        return 1
    except Unreadable as error:
        complain(f"{path.name}: {error}")
        return 1
    tell(found.to_json() if arguments.as_json else render_text(found))
    return 0
