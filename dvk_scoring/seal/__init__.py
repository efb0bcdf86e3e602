"""Seals: what a result was made of and what it says, in one file that anybody can check; and years of them in a row."""
