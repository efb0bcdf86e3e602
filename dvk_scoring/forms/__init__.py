"""Forms: an XLSX that a unit or a committee fills in, and reading what comes back, cell by cell."""
