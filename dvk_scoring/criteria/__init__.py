"""Criteria and the plugins that bring them: declared, found, loaded, checked, and their params decided."""
