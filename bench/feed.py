"""A department's file of people: the first, the same again, and the changes of 1 %.

Run it as ``python bench/feed.py [--people N] [--json]``; it is ``waymark bench feed``. SQLite in a folder that is
thrown away, or the empty database that ``DATABASE_URL`` names.
"""

import sys

from waymark.cli import main

if __name__ == "__main__":
    sys.exit(main(["bench", "feed", *sys.argv[1:]]))
