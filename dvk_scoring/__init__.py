"""A scoring engine for competitions between institutions: exact, explained, checked before it runs."""
