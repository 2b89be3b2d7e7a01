"""The process that changes the tables and ends: `python -m paceline.app.upgrading`, the address on standard input."""

import json
import sys

from paceline.app.place import upgrade_now
from paceline.infra.database.address import DatabaseAddress

if __name__ == "__main__":
    upgrade_now(DatabaseAddress(**json.load(sys.stdin)))
