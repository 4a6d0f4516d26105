"""What a process has to load before it answers: commands, workers and the first page wait for it."""

import subprocess
import sys

HEAVY = ["numpy", "xlsxwriter", "PIL", "polars", "pypdf", "openpyxl", "scipy", "sklearn"]
"""Libraries for sums, workbooks and pictures. Whoever needs one imports it where it is used."""

START = """
import importlib, sys
import django
django.setup()
from django.conf import settings
importlib.import_module(settings.ROOT_URLCONF)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_nothing_that_takes_long_is_loaded_before_it_is_asked_for():
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True, timeout=120)

    assert sorted(set(done.stdout.split()) & set(HEAVY)) == []
    assert "waymark" in done.stdout.split()
