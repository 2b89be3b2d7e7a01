"""The pages of terms: of one activity, of an import, and what holds for each source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from paceline.core.identity import RequestTx
from paceline.endurance.activities.access import own_activity, own_import
from paceline.endurance.activities.model import Batch
from paceline.endurance.activities.terms.actions import set_import_terms, set_source_terms, set_terms
from paceline.endurance.activities.terms.queries import SourceDefault, source_defaults, words_of
from paceline.endurance.activities.terms.schemas import SetSourceTerms, SetTerms, TermsForm
from paceline.kit.errors import NotFound
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see

router = APIRouter()
TypedTerms = Annotated[Form[TermsForm], reads(TermsForm)]


@dataclass(frozen=True, slots=True)
class TermsPage:
    """The form of one activity, import or source; `until` is when an activity goes."""

    title: str
    action: str
    back: str
    back_words: str
    form: Form[Any]
    until: datetime | None = None
    here: int | None = None


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """Every source with what holds for it."""

    sources: Sequence[SourceDefault]


@router.get("/settings/sharing-terms")
async def sources(tx: RequestTx) -> Page:
    return page("activities/terms_sources.html", SourcesPage(await source_defaults(tx)))


@router.get("/settings/sharing-terms/{source}")
async def of_source(tx: RequestTx, source: Annotated[str, Path(max_length=60)]) -> Page:
    return page("activities/terms.html", _source_page(await _default(tx, source)))


@router.post("/settings/sharing-terms/{source}")
async def change_source(tx: RequestTx, source: Annotated[str, Path(max_length=60)], form: TypedTerms) -> Response:
    default = await _default(tx, source)
    if form.value is None:
        return page("activities/terms.html", _source_page(default, form), status=422)
    batch = await set_source_terms(tx, source, SetSourceTerms(**form.value.model_dump()))
    return see("/settings/sharing-terms", flash=_flash("Saved for what comes from now on.", batch))


@router.get("/activities/imports/{import_id}/terms")
async def of_import(tx: RequestTx, import_id: UUID) -> Page:
    found = await own_import(tx, import_id)
    shareable, ai_allowed = found.shareable is not False, found.ai_allowed is not False
    form = filled(shareable=shareable, ai_allowed=ai_allowed, keep_days=found.keep_days)
    return page("activities/terms.html", _import_page(import_id, form))


@router.post("/activities/imports/{import_id}/terms")
async def change_import(tx: RequestTx, import_id: UUID, form: TypedTerms) -> Response:
    await own_import(tx, import_id)
    if form.value is None:
        return page("activities/terms.html", _import_page(import_id, form), status=422)
    batch = await set_import_terms(tx, import_id, _command(form.value))
    return see(f"/activities/imports/{import_id}", flash=_flash("Terms of this import saved.", batch))


@router.get("/activities/{activity_id}/terms")
async def of_activity(tx: RequestTx, activity_id: UUID) -> Page:
    activity = await own_activity(tx, activity_id)
    days = (activity.retain_until - activity.created_at).days if activity.retain_until else None
    form = filled(shareable=activity.shareable, ai_allowed=activity.ai_allowed, keep_days=days)
    shown = _activity_page(activity_id, activity.name, form, activity.retain_until)
    return page("activities/terms.html", shown)


@router.post("/activities/{activity_id}/terms")
async def change_activity(tx: RequestTx, activity_id: UUID, form: TypedTerms) -> Response:
    activity = await own_activity(tx, activity_id)
    if form.value is None:
        shown = _activity_page(activity_id, activity.name, form, activity.retain_until)
        return page("activities/terms.html", shown, status=422)
    batch = await set_terms(tx, activity_id, _command(form.value))
    return see(f"/activities/{activity_id}", flash=_flash("Terms saved.", batch))


def _command(typed: TermsForm) -> SetTerms:
    return SetTerms(**typed.model_dump(exclude={"here_too"}))


def _flash(words: str, batch: Batch | None) -> Flash:
    return Flash(words, undo=f"/activities/batches/{batch.id}/reversal" if batch else None)


def _activity_page(activity_id: UUID, name: str, form: Form[Any], until: datetime | None) -> TermsPage:
    back = f"/activities/{activity_id}"
    return TermsPage("Terms of this activity", f"{back}/terms", back, name, form, until)


def _import_page(import_id: UUID, form: Form[Any]) -> TermsPage:
    back = f"/activities/imports/{import_id}"
    return TermsPage("Terms of this import", f"{back}/terms", back, "Import", form)


def _source_page(default: SourceDefault, form: Form[Any] | None = None) -> TermsPage:
    known = filled(shareable=default.shareable, ai_allowed=default.ai_allowed, keep_days=default.keep_days)
    where = f"/settings/sharing-terms/{default.source}"
    return TermsPage(
        words_of(default.source), where, "/settings/sharing-terms", "Terms", form or known, here=default.activities
    )


async def _default(tx: RequestTx, source: str) -> SourceDefault:
    found = next((one for one in await source_defaults(tx) if one.source == source), None)
    if found is None:
        raise NotFound("Nothing of yours comes from there.")
    return found
