"""A new scheme with its sample, its cases and its README: whole and green before a line of it is changed."""
