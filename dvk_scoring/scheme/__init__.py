"""What a scheme and the rulings of a committee say: read, checked, as values."""
