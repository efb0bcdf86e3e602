"""What is asked of a result after it is there: why, what if, how stable."""
