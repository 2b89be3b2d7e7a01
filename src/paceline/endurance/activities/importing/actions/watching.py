"""Files of a watched folder: which of them are new, by their bytes, and remembering them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.activities.importing.actions.receiving import Kept, begin_import
from paceline.endurance.activities.model import Watched
from paceline.infra.tx import Tx


async def seen_before(tx: Tx, digests: Sequence[bytes]) -> set[bytes]:
    """Those of the digests a watched folder held before."""
    known = select(Watched.sha256).where(Watched.athlete_id == tx.person, Watched.sha256.in_(digests))
    return set(await tx.session.scalars(known))


async def import_watched(tx: Tx, import_id: UUID, files: Sequence[tuple[Kept, bytes]]) -> None:
    """Begin an import of files that appeared, and know them from now on; the caller asks for the job."""
    await begin_import(tx, import_id, [kept for kept, _ in files], way="folder")
    rows = [{"athlete_id": tx.person, "sha256": digest, "name": kept.name, "seen_at": tx.now} for kept, digest in files]
    await tx.session.execute(insert(Watched).on_conflict_do_nothing(), rows)
