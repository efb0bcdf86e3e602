"""The same job done by the engine and by its rivals, side by side: how long, how much memory, how many wrong ranks."""
