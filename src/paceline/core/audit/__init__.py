"""Audit: the ledger of everything that happens, and the live stream that follows it."""

from paceline.core.audit.queries import LedgerEntry, entries_of

__all__ = ["LedgerEntry", "entries_of"]
