"""Keeps compiled templates from one start to the next, so that nobody's first page waits for the compiler."""

from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError  # noqa: TID251 (only to be caught)

import jinja2
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from paceline import __version__


class CompiledTemplates(FileSystemBytecodeCache):
    """A folder that exists already and that only we can write: what lies in it is run."""

    def __init__(self, folder: Path) -> None:
        """One folder can serve several processes."""
        super().__init__(str(folder), "%s.template")

    def get_source_checksum(self, source: str) -> str:
        """Another version of Paceline or of the compiler makes other code of the same text."""
        return super().get_source_checksum(f"{jinja2.__version__} {__version__}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """A file that cannot be read, or was cut off, is as good as none."""
        try:
            super().load_bytecode(bucket)
        except (OSError, UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """A full disk costs the next start some time, and no visitor a page."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
