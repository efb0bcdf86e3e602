"""A new plugin or a new scheme, from templates: whole and green before a line of it is changed."""
