"""What a result is turned into: tables, files, words on a screen."""
