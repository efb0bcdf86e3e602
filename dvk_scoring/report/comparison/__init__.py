"""Two results, or a result and a published table, side by side: in the terminal, as JSON, as a page."""
