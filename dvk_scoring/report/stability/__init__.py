"""A study of stability told: in words, in the terminal, as JSON, as a page."""
