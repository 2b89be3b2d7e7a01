"""`paceline analyse FILE`: read any activity file and say what is in it, without a server."""

from argparse import Namespace
from pathlib import Path

from paceline.app.commands.telling import complain, tell


def analyse(arguments: Namespace) -> int:
    """Print the summary; exit status 1 with a sentence when the file cannot be read."""
    from paceline.endurance.activities import analyse as read  # noqa: PLC0415 - the slice is only needed here
    from paceline.endurance.activities import render_text  # noqa: PLC0415
    from paceline.science.formats import Unreadable  # noqa: PLC0415

    path = Path(arguments.file)
    try:
        data = path.read_bytes()
        analysis = read(data, path.name)
    except OSError as error:
        complain(f"{path}: {error.strerror}.")
        return 1
    except Unreadable as error:
        complain(f"{path.name}: {error}")
        return 1
    tell(analysis.to_json() if arguments.as_json else render_text(analysis))
    return 0
