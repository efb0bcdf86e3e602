"""What a scheme says above its criteria, written once: definitions that every reader reads, each in its own way."""
