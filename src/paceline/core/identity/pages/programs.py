"""Tokens for programs of one's own: made, shown once, revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from paceline.core.identity.actions.programs import make_token, revoke_token, tokens_page
from paceline.core.identity.schemas import MakeToken, TokenOut
from paceline.core.identity.web import Gear, RequestTx
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Programs:
    """The tokens page; `words` only right after one was made."""

    form: Form[MakeToken]
    tokens: Sequence[TokenOut]
    address: str
    words: str = ""


@router.get("/settings/security/tokens")
async def show_tokens(tx: RequestTx, request: Request) -> Response:
    """Show it."""
    return page("identity/programs.html", await _programs(tx, request, filled()))


async def _programs(tx: Tx, request: Request, form: Form[MakeToken], words: str = "") -> Programs:
    tokens = [TokenOut.model_validate(one) for one in (await tokens_page(tx)).items]
    return Programs(form, tokens, str(request.base_url).rstrip("/"), words)


@router.post("/settings/security/tokens")
async def make(
    tx: RequestTx, gear: Gear, request: Request, form: Annotated[Form[MakeToken], reads(MakeToken)]
) -> Response:
    """Make one; its words are shown on this answer and never again."""
    if form.value is None:
        return page("identity/programs.html", await _programs(tx, request, form), status=422)
    try:
        _, words = await make_token(tx, form.value.name, gear.vault)
    except Conflict as problem:
        return page(
            "identity/programs.html", await _programs(tx, request, form.with_errors(name=problem.message)), status=409
        )
    return page("identity/programs.html", await _programs(tx, request, filled(), words))


@router.post("/settings/security/tokens/{token_id}/revocation")
async def revoke(tx: RequestTx, token_id: UUID) -> Response:
    """From now on it opens nothing."""
    await revoke_token(tx, token_id)
    return see("/settings/security/tokens", flash="Revoked. The program can no longer upload.")
