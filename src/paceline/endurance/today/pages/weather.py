"""The page where the weather is turned on for a place, or off."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import me
from paceline.endurance.today.jobs import brief_now
from paceline.endurance.today.weather.keeping import Chosen, choose_place, forget_place, weather_of
from paceline.endurance.today.weather.schemas import ChoosePlace
from paceline.infra.tx import Tx
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()
TEMPLATE = "today/weather.html"


@dataclass(frozen=True, slots=True)
class WeatherPage:
    """The place, and what is known of its weather."""

    form: Form[Any]
    chosen: Chosen | None


@router.get("/settings/weather")
async def weather(tx: RequestTx) -> Response:
    """Whether briefings look at the weather, and where."""
    return page(TEMPLATE, await _page(tx, None))


@router.post("/settings/weather")
async def choose(tx: RequestTx, form: Annotated[Form[ChoosePlace], reads(ChoosePlace)]) -> Response:
    """Turn it on."""
    if form.value is None:
        return page(TEMPLATE, await _page(tx, form), status=422)
    await choose_place(tx, form.value)
    await brief_now(tx)
    return see("/settings/weather", flash="Briefings look at the weather there from now on.")


@router.post("/settings/weather/deletion")
async def forget(tx: RequestTx) -> Response:
    """Turn it off."""
    await forget_place(tx)
    await brief_now(tx)
    return see("/settings/weather", flash="The weather is off, and the place is deleted.")


async def _page(tx: Tx, sent: Form[Any] | None) -> WeatherPage:
    found = await weather_of(tx, await me(tx))
    known = (
        {
            "latitude": found.place.latitude,
            "longitude": found.place.longitude,
            "hour": found.hour,
            "is_acclimatised": found.is_acclimatised,
        }
        if found
        else {"hour": 17}
    )
    return WeatherPage(sent or filled(known), found)
