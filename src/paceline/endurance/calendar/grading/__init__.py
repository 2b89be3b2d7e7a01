"""How the steps of a session were held: planned steps against the recording, graded, with the reason in a sentence."""
