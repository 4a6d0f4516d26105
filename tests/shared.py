"""Where the real files lie, when they lie there: beside the project. Tests that need them skip, saying so."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
DDAT = SHARED / "data" / "uk-gdd-ddat" / "raw"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real files (../shared) are not beside the project")
