"""What changed between two schemes, and between the results they give, in words."""
