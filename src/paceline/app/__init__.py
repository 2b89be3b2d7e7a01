"""The composition root: which slices there are, and the processes that run them."""
