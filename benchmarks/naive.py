"""What a good tutorial builds: FastAPI, async SQLAlchemy with ORM objects, response_model and Jinja; the comparison.

It signs in as a role that row-level security does not bind, checks its token and loads the user, as tutorials do.
"""

import os
from collections.abc import AsyncGenerator
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import jwt
from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.responses import HTMLResponse
from jinja2 import DictLoader, Environment
from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from paceline.core.identity import Account
from paceline.endurance.activities import Activity

engine = create_async_engine(
    os.environ.get("NAIVE_DATABASE", "postgresql+psycopg:///paceline"), pool_size=8, max_overflow=2
)
Sessions = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()
SECRET = "a-secret-for-comparison-only-and-long-enough"
PAGE = """<!doctype html><html lang="en"><head><title>Activities</title><link rel="stylesheet" href="/s.css"></head><body>
<nav>{% for place in ("Today", "Calendar", "Activities", "Plans", "People", "Settings") %}<a href="/">{{ place }}</a>{% endfor %}</nav>
<main><h1>{{ user.email }}</h1><table>{% for one in activities %}<tr><td><a href="/activities/{{ one.id }}">{{ one.name }}</a></td>
<td>{{ one.started_at.strftime("%d %b %Y %H:%M") }}</td><td>{{ one.sport }}</td><td>{{ "%.1f"|format((one.distance or 0) / 1000) }} km</td>
<td>{{ ((one.moving or 0) / 60)|round }} min</td><td>{{ one.average_heart_rate }}</td><td>{{ one.load }}</td></tr>{% endfor %}</table>
</main></body></html>"""
templates = Environment(loader=DictLoader({"page": PAGE}), autoescape=True)


class ActivityOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    athlete_id: UUID
    source: str
    sport: str
    sub_sport: str | None
    name: str
    started_at: datetime
    utc_offset: float | None
    time_zone: str
    day: date
    elapsed: float | None
    timer: float | None
    moving: float | None
    distance: float | None
    ascent: float | None
    descent: float | None
    average_speed: float | None
    max_speed: float | None
    average_heart_rate: float | None
    max_heart_rate: float | None
    average_power: float | None
    max_power: float | None
    normalized_power: float | None
    graded_speed: float | None
    average_cadence: float | None
    average_temperature: float | None
    calories: float | None
    load: float | None
    load_method: str | None
    load_reason: str
    rpe: float | None
    notes: str
    device: str | None


class ActivityList(BaseModel):
    items: list[ActivityOut]
    total: int


async def get_db() -> AsyncGenerator[AsyncSession]:
    async with Sessions() as session:
        yield session


Db = Annotated[AsyncSession, Depends(get_db)]


async def get_current_user(db: Db, authorization: Annotated[str, Header()] = "") -> Account:
    try:
        claims = jwt.decode(authorization.removeprefix("Bearer "), SECRET, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        raise HTTPException(401) from error
    user = await db.get(Account, UUID(claims["sub"]))
    if user is None:
        raise HTTPException(401)
    return user


CurrentUser = Annotated[Account, Depends(get_current_user)]


async def _latest(db: AsyncSession, user: Account, limit: int) -> list[Activity]:
    mine = select(Activity).where(Activity.athlete_id == user.id, Activity.deleted_at.is_(None))
    return list((await db.scalars(mine.order_by(Activity.started_at.desc()).limit(limit))).all())


@app.get("/activities", response_model=ActivityList)
async def activities(db: Db, user: CurrentUser, limit: int = 50) -> dict[str, object]:
    count = (
        select(func.count()).select_from(Activity).where(Activity.athlete_id == user.id, Activity.deleted_at.is_(None))
    )
    return {"items": await _latest(db, user, limit), "total": await db.scalar(count)}


@app.get("/page", response_class=HTMLResponse)
async def page(db: Db, user: CurrentUser) -> str:
    return templates.get_template("page").render(user=user, activities=await _latest(db, user, 50))
