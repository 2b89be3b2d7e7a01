"""How fast the database alone answers the list: pgbench with the statements of one request, prepared."""

import re
import subprocess

from benchmarks.ground import Ground
from paceline.endurance.activities import listing
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
    query = str(listing._LIST)
    values = {"athlete_id": f"'{ground.who.account_id}'::uuid", "size": "50"}
    for name in ("athlete_id", "size", "sport", "first", "last", "before_id", "before"):
        query = re.sub(rf"(?<!:):{name}\b", values.get(name, "NULL"), query)
    who = f"SELECT set_config('app.actor', '{ground.who.account_id}', true);"
    return f"BEGIN;\n{who}\n{' '.join(query.split())};\nCOMMIT;\n"
