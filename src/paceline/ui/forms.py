"""Reads HTML forms into pydantic models, keeps what was typed, and says in plain sentences what to correct."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar, Union, cast, get_args, get_origin

from fastapi import Depends
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from paceline.ui.i18n import gettext as _

LIMIT = 1_000_000  # bytes of a whole form; files have their own upload routes
MAX_FIELDS = 1000
LISTS = (list, tuple, set, frozenset)
WHOLE_FORM = ""  # the key of errors that belong to no single field

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Form(Generic[M]):
    """A form as it was sent: `raw` to show again, `errors` by field, `value` when all is well."""

    raw: Mapping[str, Any] = field(default_factory=dict[str, Any])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    value: M | None = None

    def get(self, name: str, default: Any = "") -> Any:
        """What was typed into a field."""
        found = self.raw.get(name, default)
        return default if found is None else found

    def error(self, name: str) -> str | None:
        """What is wrong with a field."""
        return self.errors.get(name)

    def with_errors(self, **errors: str) -> "Form[M]":
        """The same form refused for a reason only the action could know."""
        return Form(self.raw, {**self.errors, **errors}, None)


def filled(value: BaseModel | Mapping[str, Any] | None = None, **more: Any) -> Form[Any]:
    """A form that was not sent yet, with what is known already."""
    known = value.model_dump() if isinstance(value, BaseModel) else dict(value or {})
    return Form({**known, **more})


class reads:
    """The dependency that reads a form: `form: Annotated[Form[X], reads(X)]`."""

    def __new__(cls, model: type[BaseModel], limit: int = LIMIT) -> Any:
        """A FastAPI dependency for this model."""

        async def read(request: Request) -> Form[Any]:
            return parse(model, await body_fields(request, limit))

        return Depends(read)


async def body_fields(request: Request, limit: int = LIMIT) -> FormData:
    """The fields of the body, refusing one that is too large before it fills the memory."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise _too_large()
    received = 0
    receive = request.receive

    async def counted() -> Any:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise _too_large()
        return message

    return await Request(request.scope, counted).form(max_files=0, max_fields=MAX_FIELDS, max_part_size=limit)


def _too_large() -> HTTPException:
    return HTTPException(413, _("This form is too large. Shorten the text and send it again."))


def parse(model: type[M], data: FormData) -> Form[M]:
    """Validate form fields; repeated keys make a list, an empty field is a missing one, a bare checkbox is no."""
    raw: dict[str, Any] = {}
    given: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        typed = [str(v).strip() if not _keeps_space(info) else str(v) for v in data.getlist(key)]
        filled_in = [v for v in typed if v != ""]
        if _is_list(info.annotation):
            raw[key] = given[key] = filled_in
        elif _bare(info.annotation) is bool:
            raw[key] = given[key] = bool(filled_in) and filled_in[-1].lower() not in {"false", "off", "0", "no"}
        else:
            raw[key] = typed[-1] if typed else ""
            if filled_in:
                given[key] = _decimal_point(filled_in[-1], info)
    return validate(model, given, raw)


def validate(model: type[M], given: Mapping[str, Any], raw: Mapping[str, Any]) -> Form[M]:
    """The model, or the sentences that say why not."""
    try:
        return Form(raw, {}, model.model_validate(given))
    except ValidationError as problem:
        return Form(raw, _sentences(model, problem, raw), None)


def _sentences(model: type[BaseModel], problem: ValidationError, raw: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    by_key = {info.alias or name: info for name, info in model.model_fields.items()}
    for detail in problem.errors(include_url=False):
        key = str(detail["loc"][0]) if detail["loc"] else WHOLE_FORM
        found.setdefault(key, sentence(detail, by_key.get(key), raw.get(key)))
    return found


def sentence(detail: ErrorDetails, info: FieldInfo | None, typed: Any) -> str:
    """One pydantic error in a person's words; a field's `json_schema_extra` may bring its own."""
    extra = _extra(info)
    kind, context = detail["type"], detail.get("ctx", {})
    own = cast("Mapping[str, str]", extra.get("messages", {}))
    if kind in own:
        return _(own[kind])
    guess = _guess(info, typed) if kind in RANGE_KINDS else None
    if guess is not None:
        return _("%(typed)s looks wrong. Did you mean %(guess)s?") % {
            "typed": f"{typed} {extra.get('unit', '')}".strip(),
            "guess": guess,
        }
    if kind in {"value_error", "assertion_error"}:
        return str(context.get("error") or detail["msg"])
    words = SENTENCES.get(kind)
    return _(words) % {**context, "typed": typed} if words else _("Please check this: %(typed)s") % {"typed": typed}


RANGE_KINDS = frozenset({"less_than", "less_than_equal", "greater_than", "greater_than_equal"})
SENTENCES = {
    "missing": "Please fill this in.",
    "int_parsing": "“%(typed)s” is not a whole number. Write it like 42.",
    "int_from_float": "Please give a whole number, without decimals.",
    "int_type": "Please give a whole number.",
    "float_parsing": "“%(typed)s” is not a number. Write it like 58.4.",
    "float_type": "Please give a number.",
    "decimal_parsing": "“%(typed)s” is not a number. Write it like 12.50.",
    "decimal_max_places": "Use at most %(decimal_places)s decimals.",
    "decimal_max_digits": "That number has too many digits.",
    "finite_number": "Please give an ordinary number.",
    "less_than": "This must be less than %(lt)s.",
    "less_than_equal": "This can be %(le)s at most.",
    "greater_than": "This must be more than %(gt)s.",
    "greater_than_equal": "This must be %(ge)s or more.",
    "multiple_of": "This goes in steps of %(multiple_of)s.",
    "string_too_short": "Please write at least %(min_length)s characters.",
    "string_too_long": "Please keep this to %(max_length)s characters.",
    "string_pattern_mismatch": "“%(typed)s” is not written in the expected way.",
    "date_from_datetime_parsing": "“%(typed)s” is not a date. Write it like 2026-06-11.",
    "date_parsing": "“%(typed)s” is not a date. Write it like 2026-06-11.",
    "date_past": "This date must lie in the past.",
    "date_future": "This date must lie in the future.",
    "datetime_parsing": "“%(typed)s” is not a date and time. Write it like 2026-06-11 08:30.",
    "datetime_from_date_parsing": "“%(typed)s” is not a date and time. Write it like 2026-06-11 08:30.",
    "time_parsing": "“%(typed)s” is not a time. Write it like 08:30.",
    "time_delta_parsing": "“%(typed)s” is not a duration. Write it like 1:12:00.",
    "bool_parsing": "Please choose yes or no.",
    "literal_error": "Please choose one of the options.",
    "enum": "Please choose one of the options.",
    "uuid_parsing": "Please choose one of the options.",
    "url_parsing": "“%(typed)s” is not a web address. Write it like https://example.org.",
    "too_short": "Please choose at least %(min_length)s.",
    "too_long": "Please choose %(max_length)s at most.",
    "extra_forbidden": "This form does not know this field.",
}


def _extra(info: FieldInfo | None) -> Mapping[str, Any]:
    extra: Any = getattr(info, "json_schema_extra", None)
    return cast("Mapping[str, Any]", extra) if isinstance(extra, dict) else {}


def _guess(info: FieldInfo | None, typed: Any) -> str | None:
    """A slipped decimal point: the value shifted by one or two places, when exactly that would be allowed."""
    if info is None or not _extra(info).get("guess"):
        return None
    try:
        number = Decimal(str(typed).replace(",", "."))
    except ArithmeticError:
        return None
    for shift in (-1, -2, 1, 2):
        candidate = number.scaleb(shift)
        if _within(candidate, info):
            return f"{candidate.normalize():f}"
    return None


def _within(value: Decimal, info: FieldInfo) -> bool:
    for rule in info.metadata:
        ge, gt, le, lt = (getattr(rule, name, None) for name in ("ge", "gt", "le", "lt"))
        low = (ge is not None and value < Decimal(str(ge))) or (gt is not None and value <= Decimal(str(gt)))
        high = (le is not None and value > Decimal(str(le))) or (lt is not None and value >= Decimal(str(lt)))
        if low or high:
            return False
    return True


def _members(annotation: Any) -> list[Any]:
    """The parts of an optional or annotated type, without None."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _members(get_args(annotation)[0])
    if origin is Union or origin is types.UnionType:
        return [m for part in get_args(annotation) if part is not type(None) for m in _members(part)]
    return [annotation]


def _bare(annotation: Any) -> Any:
    members = _members(annotation)
    return members[0] if len(members) == 1 else None


def _is_list(annotation: Any) -> bool:
    return any(get_origin(member) in LISTS or member in LISTS for member in _members(annotation))


def _keeps_space(info: FieldInfo) -> bool:
    """Passwords are taken as typed."""
    return bool(_extra(info).get("keep_space")) or "Secret" in str(info.annotation)


def _decimal_point(text: str, info: FieldInfo) -> str:
    """People type `58,4` as well as `58.4`."""
    numeric = {float, Decimal} & set(_members(info.annotation))
    return text.replace(",", ".") if numeric and text.count(",") == 1 and "." not in text else text
