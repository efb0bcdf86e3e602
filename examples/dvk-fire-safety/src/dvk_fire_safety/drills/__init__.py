"""Drills of fire fighting and rescue, of those planned."""
