"""Invitations and answers, as the tests of relationships need them."""

import re
from typing import Any

from httpx2 import Response

from paceline.infra.machinery import Machinery
from paceline.infra.mail import Mail, list_outbox, read_outbox
from tests.cast import Member, Stage


async def invited(coach: Member, **more: Any) -> dict[str, Any]:
    """An invitation a coach made over REST; by link unless an address is given."""
    answer = await coach.api.post("/api/v1/invitations", json={"scopes": ["training", "wellness"], **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def token_of(link: str) -> str:
    """The token a link or a mail holds."""
    found = re.search(r"/invitations/([\w-]+)", link)
    assert found is not None
    return found.group(1)


def mails_to(gear: Machinery, email: str) -> list[Mail]:
    """What was mailed to an address, the latest first."""
    folder = gear.settings.data / "outbox"
    return [read_outbox(folder, entry.id) for entry in list_outbox(folder) if email in entry.to]


async def mailed_token(stage: Stage, email: str) -> str:
    """The token of the invitation just mailed."""
    await stage.run_jobs()
    return token_of(mails_to(stage.gear, email)[0].text)


async def accept(athlete: Member, token: str, **more: Any) -> Response:
    """The athlete's yes."""
    return await athlete.api.post(f"/api/v1/invitations/{token}/acceptance", json=more)


async def move(member: Member, relationship_id: str, to: str, reason: str = "") -> Response:
    """A change of status."""
    return await member.api.post(
        f"/api/v1/relationships/{relationship_id}/transition", json={"to": to, "reason": reason}
    )
