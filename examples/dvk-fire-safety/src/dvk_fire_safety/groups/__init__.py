"""Fire teams of neighbouring families, of the residential groups there are."""
