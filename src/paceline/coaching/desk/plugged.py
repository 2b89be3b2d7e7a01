"""What other slices plug into the desk, gathered once for a request or a job."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from paceline.coaching.recommendations import AttentionSource, Remedy
from paceline.infra.machinery import Machinery


@dataclass(frozen=True, slots=True)
class Plugged:
    """The sources of evidence, and the remedies by name."""

    sources: Sequence[AttentionSource]
    remedies: Mapping[str, Remedy]

    @classmethod
    def into(cls, machinery: Machinery) -> Self:
        """Everything plugged into this process."""
        remedies = {remedy.id: remedy for remedy in machinery.plugged(Remedy)}
        return cls(machinery.plugged(AttentionSource), remedies)
