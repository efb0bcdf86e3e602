"""From figures to points, totals, ranks, classes and titles: pure column steps."""
