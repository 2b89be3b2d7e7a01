"""The count beside the command centre in the navigation."""

from collections.abc import Mapping

from paceline.coaching.desk.queries import waiting_count
from paceline.infra.tx import Tx


class QueueBadge:
    """How many people need the coach now."""

    def concerns(self, roles: frozenset[str]) -> bool:
        """Only those who coach."""
        return "coach" in roles

    async def badges(self, tx: Tx) -> Mapping[str, int]:
        """The queue's count."""
        return {"queue": await waiting_count(tx)}
