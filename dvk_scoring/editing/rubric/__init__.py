"""A committee's own rubric sheet, and a sheet of points beside it, taken as a scheme and figures."""
