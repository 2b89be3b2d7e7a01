"""Routers with a gate: a request passes by a whole slice when its path cannot be one of the slice's."""

from typing import Any

from fastapi import APIRouter
from fastapi.routing import iter_route_contexts
from starlette.routing import Match
from starlette.types import Scope


class GatedRouter(APIRouter):
    """Tries its routes only for paths that begin like one of them; otherwise every route's pattern would be tried."""

    def __init__(self, router: APIRouter, depth: int, **more: Any) -> None:
        """`depth` says how many parts of the path come from outside, such as two for `/api/v1`."""
        super().__init__(**more)
        self.include_router(router)
        self._depth = depth
        starts = {_part(context.path or "", 0) for context in iter_route_contexts(router.routes)}
        self._starts = None if any("{" in start for start in starts) else frozenset(starts)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """None where the gate is shut."""
        if self._starts is not None and _part(scope["path"], self._depth) not in self._starts:
            return Match.NONE, {}
        return super().matches(scope)


def _part(path: str, number: int) -> str:
    parts = path.split("/", number + 2)
    return parts[number + 1] if len(parts) > number + 1 else ""
