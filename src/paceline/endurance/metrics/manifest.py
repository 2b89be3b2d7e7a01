"""What metrics brings: reads for other slices and evidence for the coach's queue, no page and no route of its own."""

from paceline.coaching.desk import evaluates_on
from paceline.endurance.metrics.attention import ATTENTION
from paceline.infra.slices import Slice

SLICE = Slice("metrics", "paceline.endurance.metrics", handlers=[evaluates_on(*ATTENTION.listens)], plugs=[ATTENTION])
