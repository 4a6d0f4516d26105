"""Severities of invented assessors: how long they take, and how near they come to the truth.

Run it as ``python bench/calibration.py [--people N] [--runs N] [--json]``; it is ``waymark bench calibration``. It
needs no database. The yardstick is scikit-learn, which is left out, saying so, where it is not installed.
"""

import sys

from waymark.cli import main

if __name__ == "__main__":
    sys.exit(main(["bench", "calibration", *sys.argv[1:]]))
