"""One module a command; each takes the parsed arguments and gives the exit status."""
