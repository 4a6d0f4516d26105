"""``python -m waymark``."""

import sys

from waymark.cli import main

sys.exit(main())
