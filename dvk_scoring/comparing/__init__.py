"""Two results, or a result and a published table, side by side: what differs, and by which cause."""
