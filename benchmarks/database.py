"""How fast the database alone answers the list: pgbench with the statements of one request, prepared."""

import re
import subprocess

from benchmarks.ground import Ground
from paceline.core.identity.web import as_bearer
from paceline.endurance.activities.listing.statement import own_list
from paceline.infra.database.address import APP
from paceline.infra.postgres import find_binaries


def transactions_per_second(ground: Ground, clients: int, seconds: int) -> float | None:
    """None where pgbench does not come with the server."""
    pgbench = find_binaries().folder / "pgbench"
    if not pgbench.exists():
        return None
    script = ground.folder / "list.sql"
    script.write_text(_script(ground))
    command = [
        str(pgbench),
        "-n",
        "-M",
        "prepared",
        "-c",
        str(clients),
        "-j",
        "1",
        "-T",
        str(seconds),
        "-f",
        str(script),
    ]
    done = subprocess.run([*command, ground.address.as_role(APP)], capture_output=True, text=True, check=False)
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    if rate is None:
        raise RuntimeError(done.stderr)
    return float(rate[1])


def _script(ground: Ground) -> str:
    """The one statement that a request is, with its values written out."""
    asked = own_list("limit=50")
    if asked is None:
        raise RuntimeError("the list is no longer quick")
    known = {"actor": f"'{ground.who.account_id}'::uuid", "session": f"'{ground.who.session_id}'::uuid", "size": "50"}
    written = re.sub(r"%\((\w+)\)s", lambda name: known[name[1]], as_bearer(asked[0]).decode())
    return " ".join(written.split()) + ";\n"
