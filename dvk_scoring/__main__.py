"""``python -m dvk_scoring``: the command ``dvk`` where its own name is not on the path."""

import sys

from dvk_scoring.cli import main

if __name__ == "__main__":
    sys.exit(main())
