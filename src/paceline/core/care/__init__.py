"""Care: how the instance itself is doing, for its administrator, and the mails that were not sent but kept."""

__all__: list[str] = []
