"""Words everyone may use: errors, paging, days, units. No clock, no input or output."""
