"""What metrics brings: reads for other slices, no page and no route of its own."""

from paceline.infra.slices import Slice

SLICE = Slice("metrics", "paceline.endurance.metrics")
