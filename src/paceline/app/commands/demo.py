"""`paceline demo`: a database with a coaching team to look around in."""

from argparse import Namespace

from paceline.app import boot
from paceline.app.commands.database import reachable
from paceline.app.commands.telling import plainly, tell
from paceline.app.demo import marking
from paceline.app.demo.load import Wanted, fill, forget_files
from paceline.app.place import make_ready
from paceline.infra.clock import SystemClock
from paceline.infra.database import DatabaseAddress
from paceline.kit.errors import Conflict


@plainly
def load(arguments: Namespace) -> int:
    """Fill an empty database, and mark it."""
    settings = boot.load_settings()
    marking.check_instance(settings.instance)
    with reachable() as address:
        make_ready(address)
        standing = marking.standing_of(address)
        marking.check_database(standing)
        if standing.is_whole:
            if arguments.if_empty:
                tell("The demonstration is here already.")
                return 0
            raise Conflict("The demonstration is here already. To make it anew, type: paceline demo reset")
        # A filling that was interrupted left people without a life.
        _fill_anew(settings, address, arguments.seed, emptying=standing.has_people)
    return 0


@plainly
def reset(arguments: Namespace) -> int:
    """Empty a marked database and fill it again, up to the present day."""
    settings = boot.load_settings()
    marking.check_instance(settings.instance)
    with reachable() as address:
        make_ready(address)
        standing = marking.standing_of(address)
        marking.check_database(standing)
        if standing.is_whole and arguments.if_empty:
            tell("The demonstration is here already.")
            return 0
        _fill_anew(settings, address, arguments.seed, emptying=standing.is_marked)
    return 0


def _fill_anew(settings: boot.Settings, address: DatabaseAddress, seed: int, *, emptying: bool) -> None:
    clock = SystemClock()
    since = clock.monotonic()
    if emptying:
        marking.empty(address)
        forget_files(settings)
    tell(
        "Making two coaches, an administrator, fourteen athletes and eighteen months of training. This takes about a minute."
    )
    fill(settings, address, Wanted(seed, clock.now()))
    tell(f"Done in {clock.monotonic() - since:.0f} s. Sign in with one click.")
