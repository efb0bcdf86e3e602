"""A scheme told as a document: what counts, how it is computed, what follows, all from the scheme as it was read."""
