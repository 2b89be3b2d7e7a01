"""What the demonstration brings."""

from paceline.app.demo.offered import OfferedPeople
from paceline.infra.slices import Slice

SLICE = Slice("demo", "paceline.app.demo", plugs=[OfferedPeople()])
