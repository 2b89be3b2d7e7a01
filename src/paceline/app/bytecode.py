"""Compiled modules, kept in the data folder where Python may not keep them beside the sources.

Containers often forbid bytecode and system-wide installations are not writable; compiling everything at every start is
more than half the time a start takes.
"""

import importlib.util
import os
import sys
from pathlib import Path

# One of ours and one of those we stand on: they are often installed in different ways.
WITNESSES = ("paceline", "fastapi")


def keep_bytecode() -> None:
    """For this process and its children; does nothing where Python keeps bytecode itself, or no safe place is known."""
    if sys.pycache_prefix is not None or all(map(_is_kept_by_python, WITNESSES)):
        return
    folder = private_cache(_data_folder(), "bytecode")
    if folder is None:
        return
    sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(folder)
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def _is_kept_by_python(name: str) -> bool:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        return True
    if Path(importlib.util.cache_from_source(spec.origin)).exists():
        return True
    return not sys.dont_write_bytecode and os.access(Path(spec.origin).parent, os.W_OK)


def _data_folder() -> Path:
    """Where PACELINE_DATA says; reading the settings in full would load what shall be loaded from bytecode."""
    named = os.environ.get("PACELINE_DATA")
    if not named and Path(".env").exists():
        from dotenv import dotenv_values

        named = dotenv_values(".env").get("PACELINE_DATA")
    return Path(named or "data").resolve()


def private_cache(data: Path, name: str) -> Path | None:
    """A folder for code, which is run without being read; None where somebody else might be able to write it."""
    folder = data / "cache" / name
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        for place in (data, folder.parent, folder):
            place.mkdir(mode=0o700, exist_ok=True)
            entry = place.lstat()
            if entry.st_uid != os.geteuid() or entry.st_mode & 0o022:
                return None
    except OSError:
        return None
    return folder
