"""The report: one HTML file that asks nothing of any network, in Vietnamese and English."""
