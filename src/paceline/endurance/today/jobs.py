"""Making an athlete's briefings when somebody else changed their day, and asking for their weather beforehand."""

from uuid import UUID

from paceline.endurance.athletes import me
from paceline.endurance.today.actions import make_briefings
from paceline.endurance.today.weather.asking import ask_service
from paceline.endurance.today.weather.keeping import keep_failure, keep_forecast, weather_of
from paceline.endurance.today.weather.port import ForecastFailed
from paceline.infra.database import Actor
from paceline.infra.jobs import Jobs, Work
from paceline.infra.tx import Tx

jobs = Jobs("today")


async def brief_now(tx: Tx) -> None:
    """The acting athlete's briefings from what is known; weather that is due is asked for a moment later."""
    await make_briefings(tx)
    chosen = await weather_of(tx, await me(tx))
    if chosen is not None and chosen.is_due:
        await tx.defer(fetch_weather, athlete_id=tx.person)


@jobs.job("make_briefings", one_waiting="{athlete_id}", one_running="{athlete_id}")
async def make_briefings_of(work: Work, *, athlete_id: str) -> None:
    """The briefings of the athlete's present day."""
    async with work.open(Actor(UUID(athlete_id))) as tx:
        await brief_now(tx)


@jobs.job("fetch_weather", one_waiting="{athlete_id}", one_running="{athlete_id}")
async def fetch_weather(work: Work, *, athlete_id: str) -> None:
    """The weather where the athlete trains, and the briefings with it; the service is asked outside any transaction."""
    athlete = Actor(UUID(athlete_id))
    async with work.open(athlete) as tx:
        chosen = await weather_of(tx, await me(tx))
    if chosen is None or not chosen.is_due:
        return
    try:
        found, failure = await ask_service(work.machinery, chosen.place), ""
    except ForecastFailed as error:
        found, failure = None, str(error)
    async with work.open(athlete) as tx:
        if found is None:
            await keep_failure(tx, tx.person, chosen.place, failure)
        else:
            await keep_forecast(tx, tx.person, chosen.place, found)
        await make_briefings(tx)
        await tx.tell(tx.person, "today.weather")
