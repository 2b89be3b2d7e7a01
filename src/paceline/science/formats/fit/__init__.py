"""The FIT format, read column by column: profile tables, message reader, and recordings."""
