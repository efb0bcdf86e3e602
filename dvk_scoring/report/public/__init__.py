"""The public edition of a result: what may be shown outside the committee, and nothing else.

``edition`` takes from a result what may be shown; what writes files is given that alone, and never the result.
"""
