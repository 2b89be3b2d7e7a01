"""The demonstration: one coaching team that never lived, with the training, the mornings and the troubles of eighteen months."""
