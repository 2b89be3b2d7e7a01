"""Large files that arrive in parts: a lost connection costs one part, and nothing is ever whole in memory."""

from uuid import UUID

from sqlalchemy import func, select
from starlette.exceptions import HTTPException
from starlette.requests import Request

from paceline.endurance.activities.access import own_upload
from paceline.endurance.activities.files.keys import key_of, part_key
from paceline.endurance.activities.importing.actions.receiving import Kept, begin_import
from paceline.endurance.activities.importing.jobs import import_files
from paceline.endurance.activities.importing.pipeline import MEGABYTE, settings
from paceline.endurance.activities.importing.uploads import let_go, name_of
from paceline.endurance.activities.model import Upload
from paceline.infra.ids import new_id
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid

MOST_OPEN = 20


async def begin_upload(tx: Tx, gear: Machinery, name: str, size: int) -> Upload:
    """Announce a file; its parts follow."""
    largest = settings().largest_archive_mb
    if size > largest * MEGABYTE:
        text = f"This file is larger than {largest} MB. Split the archive and send the parts."
        raise Invalid(text, fields={"size": text})
    await gear.limiter.hit("activities.upload", str(tx.person), settings().uploads)
    going = select(func.count()).select_from(Upload).where(Upload.athlete_id == tx.person, Upload.import_id.is_(None))
    if (await tx.session.scalar(going) or 0) >= MOST_OPEN:
        raise Conflict(f"You have begun {MOST_OPEN} uploads that are not finished. Finish one of them first.")
    begun = Upload(
        id=new_id(),
        athlete_id=tx.person,
        name=name_of(name),
        size=size,
        received=0,
        parts=0,
        created_at=tx.now,
        changed_at=tx.now,
    )
    tx.session.add(begun)
    await tx.session.flush()
    return begun


async def take_part(request: Request, tx: Tx, gear: Machinery, upload_id: UUID, offset: int) -> Upload:
    """Keep the part that starts at `offset`; the last one begins the import. Ends the transaction it is given.

    A part that is here already is passed over, so that whoever lost the answer may send it again.
    """
    begun = await own_upload(tx, upload_id)
    await let_go(tx)
    data = await _body(request, min(settings().part_mb * MEGABYTE, begun.size - min(offset, begun.size)))
    async with gear.transactions.open(tx.actor) as fresh:
        upload = await own_upload(fresh, upload_id)
        if offset < upload.received:
            return upload
        if offset > upload.received:
            raise Conflict(f"Go on at {upload.received}: what lies before {offset} is not all here yet.")
        if not data:
            raise Invalid("This part is empty.")
        whole = key_of(upload.athlete_id, upload.id, 1)
        await gear.storage.put(part_key(whole, upload.parts), data)
        upload.parts, upload.received, upload.changed_at = upload.parts + 1, upload.received + len(data), fresh.now
        if upload.received == upload.size:
            await begin_import(fresh, upload.id, [Kept(upload.name, upload.size, whole, parts=upload.parts)])
            upload.import_id = upload.id
            await fresh.defer(import_files, athlete_id=upload.athlete_id, import_id=upload.id)
        await fresh.session.flush()
        return upload


async def _body(request: Request, most: int) -> bytes:
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > most:
            raise HTTPException(413, f"One part has {most} bytes at most.")
    return bytes(found)
