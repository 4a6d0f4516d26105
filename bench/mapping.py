"""Suggestions for the posts of a generated HR file: how long they take, and how many are right.

Run it as ``python bench/mapping.py [--people N] [--data DIR] [--json]``; it is ``waymark bench mapping``. SQLite in a
folder that is thrown away, or the empty database that ``DATABASE_URL`` names.
"""

import sys

from waymark.cli import main

if __name__ == "__main__":
    sys.exit(main(["bench", "mapping", *sys.argv[1:]]))
