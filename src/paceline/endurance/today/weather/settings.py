"""Which weather service this instance asks, if any."""

from pydantic import Field

from paceline.infra.settings import SettingsGroup, group


class ForecastSettings(SettingsGroup):
    """The weather service behind briefings."""

    model_config = group("FORECAST")

    url: str = Field(
        "https://api.open-meteo.com",
        description="The Open-Meteo service asked for the weather of athletes who turned it on; empty asks nobody.",
    )
