"""The count beside the command centre in the navigation."""

from collections.abc import Mapping

from paceline.coaching.desk.queries import waiting_count
from paceline.infra.tx import Tx


class QueueBadge:
    """How many people need the coach now."""

    async def badges(self, tx: Tx) -> Mapping[str, int]:
        """Nothing for those who do not coach."""
        return {"queue": await waiting_count(tx)} if "coach" in tx.actor.roles else {}
