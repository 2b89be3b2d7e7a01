"""How far, how long and how often Paceline may call other services."""

from pydantic import Field

from paceline.infra.settings import SettingsGroup, group


class OutboundSettings(SettingsGroup):
    """Limits for every call to the outside."""

    model_config = group("OUTBOUND")

    connect_seconds: float = Field(5.0, gt=0, description="Seconds to wait for a connection.")
    read_seconds: float = Field(20.0, gt=0, description="Seconds to wait for the next piece of an answer.")
    total_seconds: float = Field(60.0, gt=0, description="Seconds one call may take, all tries and waits included.")
    tries: int = Field(3, ge=1, le=10, description="How often a call that may be repeated is tried in all.")
    backoff_seconds: float = Field(
        0.25, ge=0, description="Longest wait before the second try; it doubles with every try."
    )
    retry_after_seconds: float = Field(
        5.0,
        ge=0,
        description="Longest wait another service may ask for; beyond it the work comes back later.",
    )
    max_bytes: int = Field(20_000_000, gt=0, description="Largest answer accepted, in bytes after unpacking.")
    max_connections: int = Field(50, gt=0, description="How many connections may be open at once.")
    allow_http: bool = Field(False, description="Whether addresses without encryption may be called.")
    allow_private: bool = Field(
        False,
        description="Whether addresses in your own network may be called, to connect services you host yourself.",
    )
    user_agent: str = Field("Paceline", description="The name Paceline gives when it calls other services.")
