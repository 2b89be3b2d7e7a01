"""Whom the sign-in page of a demonstration offers to look through the eyes of."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select, text

from paceline.app.demo.marking import READ_MARK, is_mark
from paceline.app.demo.people import ADMINISTRATOR, COACHES, PEOPLE
from paceline.app.demo.types import Persona
from paceline.core.identity import Account, Person
from paceline.core.identity.types import DemoPerson
from paceline.endurance.calendar import race_ahead
from paceline.infra.database import SYSTEM
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.days import local_day

RACES: Mapping[str, str] = {
    "half": "Half marathon", "marathon": "Marathon", "5K": "5K", "10K": "10K", "50K": "50 km", "century": "Century ride",
    "gravel": "200-mile ride",
}  # fmt: skip
_COACHED = text("SELECT count(*) FROM relationships_relationship WHERE coach_id = :coach AND status = 'active'")


class OfferedPeople:
    """Plugs into identity: everybody invented here, coaches first, the administrator last, and nobody who came later."""

    async def demo_people(self, machinery: Machinery) -> list[DemoPerson]:
        if not machinery.settings.demo:
            return []
        async with machinery.transactions.open(SYSTEM) as tx:
            if not is_mark(await tx.session.scalar(text(READ_MARK))):
                return []
            found = await _accounts(tx)
            coaches = [await _coach(tx, found[email]) for email in _emails_of_coaches() if email in found]
            athletes = [await _athlete(tx, found[one.email], one) for one in PEOPLE if one.email in found]
            keeper = found.get(ADMINISTRATOR.email)
            others = [DemoPerson(keeper.account_id, keeper.name, "Administrator")] if keeper else []
            return [*coaches, *athletes, *others]


def _emails_of_coaches() -> list[str]:
    return [one.email for one in COACHES]


async def _accounts(tx: Tx) -> dict[str, Person]:
    emails = [*_emails_of_coaches(), *(one.email for one in PEOPLE), ADMINISTRATOR.email]
    query = select(Account.email, Person).join(Person, Person.account_id == Account.id)
    rows = await tx.session.execute(query.where(Account.email.in_(emails), Account.closed_at.is_(None)))
    return {email: person for email, person in rows}


async def _coach(tx: Tx, person: Person) -> DemoPerson:
    number = await tx.session.scalar(_COACHED, {"coach": person.account_id})
    return DemoPerson(person.account_id, person.name, f"Coach, {number} athlete{'' if number == 1 else 's'}")


async def _athlete(tx: Tx, person: Person, persona: Persona) -> DemoPerson:
    today = local_day(tx.now, person.time_zone)
    race = await race_ahead(tx, person.account_id, today)
    if race is None or not persona.events:
        return DemoPerson(person.account_id, person.name, persona.about)
    return DemoPerson(person.account_id, person.name, f"{RACES[persona.events[-1].goal]} {_until(race.day, today)}")


def _until(day: date, today: date) -> str:
    days = (day - today).days
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
