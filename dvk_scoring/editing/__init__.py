"""Schemes and rulings as workbooks that people edit, and back: the TOML changes only where a cell did."""
