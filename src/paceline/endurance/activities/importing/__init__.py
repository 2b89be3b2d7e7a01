"""Bringing activities in: uploads, imports as durable jobs, what they hold, and what was here already."""
