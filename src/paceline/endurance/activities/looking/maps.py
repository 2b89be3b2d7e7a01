"""Maps beneath routes: off until an operator names a tile server, and then only that server may be asked."""

import re
from functools import cache
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from paceline.infra.settings import SettingsGroup, group, load
from paceline.ui import jinja
from paceline.ui.headers import content_policy

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")


class MapSettings(SettingsGroup):
    """Where map tiles come from. Whoever serves them learns which places are looked at."""

    model_config = group("MAPS")

    tiles: str | None = Field(
        None,
        max_length=500,
        description="Address of map tiles with {z}, {x} and {y}, such as https://tiles.example.org/{z}/{x}/{y}.png; "
        "empty for routes without a map.",
    )
    attribution: str = Field(
        "© OpenStreetMap contributors", max_length=200, description="Who made the map; shown on it as plain text."
    )
    most_zoom: int = Field(19, ge=1, le=24, description="The closest zoom the tile server has.")

    @field_validator("tiles")
    @classmethod
    def _names_a_tile(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        places = all(mark in value for mark in ("{z}", "{x}", "{y}"))
        if parts.scheme not in ("https", "http") or not _HOST.fullmatch(parts.netloc) or not places:
            raise ValueError("write it like https://tiles.example.org/{z}/{x}/{y}.png")
        return value


@cache
def settings() -> MapSettings:
    """What the operator chose, read once."""
    return load(MapSettings)


def map_policy(tiles: str) -> dict[str, str]:
    """The content policy of a page with a map: pictures from the tile server too, and nothing else."""
    parts = urlsplit(tiles)
    host = f"{parts.scheme}://{parts.netloc}"
    return {"Content-Security-Policy": content_policy((jinja.engine().assets.import_map_hash,), (host,))}
