"""The language of criteria: the tree, its builders and its readers."""
