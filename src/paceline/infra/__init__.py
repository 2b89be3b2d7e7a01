"""Machinery: settings, database, transactions, events, jobs, live updates, storage, mail, telemetry."""
