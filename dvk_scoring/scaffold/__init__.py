"""A new plugin from templates: a folder with one criterion, or a distribution that others can install."""
