"""Importing two versions of a framework, beside a bare insert of the same rows.

Run it as ``python bench/import_framework.py [--data DIR] [--json]``; it is ``waymark bench import``.
"""

import sys

from waymark.cli import main

if __name__ == "__main__":
    sys.exit(main(["bench", "import", *sys.argv[1:]]))
