"""The list of slices; adding one to the product means adding it here."""

from collections.abc import Sequence
from importlib import import_module

from paceline.infra.slices import Slice

MANIFESTS = (
    "paceline.core.identity.manifest",
    "paceline.core.audit.manifest",
    "paceline.core.relationships.manifest",
    "paceline.core.care.manifest",
    "paceline.coaching.checkins.manifest",
    "paceline.coaching.desk.manifest",
    "paceline.coaching.cases.manifest",
    "paceline.endurance.athletes.manifest",
    "paceline.endurance.activities.manifest",
    "paceline.endurance.wellness.manifest",
    "paceline.endurance.metrics.manifest",
    "paceline.endurance.library.manifest",
    "paceline.endurance.calendar.manifest",
    "paceline.endurance.plans.manifest",
    "paceline.endurance.readiness.manifest",
    "paceline.endurance.today.manifest",
    "paceline.app.demo.manifest",
)


def slices() -> Sequence[Slice]:
    """Every slice, lower ones first."""
    return [import_module(name).SLICE for name in MANIFESTS]
