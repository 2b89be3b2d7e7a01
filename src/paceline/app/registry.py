"""The list of slices; adding one to the product means adding it here."""

from collections.abc import Sequence
from importlib import import_module

from paceline.infra.slices import Slice

MANIFESTS = (
    "paceline.core.identity.manifest",
    "paceline.core.audit.manifest",
    "paceline.core.care.manifest",
    "paceline.endurance.athletes.manifest",
    "paceline.endurance.activities.manifest",
    "paceline.endurance.metrics.manifest",
)


def slices() -> Sequence[Slice]:
    """Every slice, lower ones first."""
    return [import_module(name).SLICE for name in MANIFESTS]
