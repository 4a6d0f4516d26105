"""Building the demo organisation, and HR files that nobody has."""

from waymark.demo.commands.building import AlreadyBuilt, WrongSize, build
from waymark.demo.commands.hr_file import add_hr_department, hr_file, write_hr_file, write_rows, write_truth
from waymark.demo.commands.libraries import import_library

__all__ = [
    "AlreadyBuilt",
    "WrongSize",
    "add_hr_department",
    "build",
    "hr_file",
    "import_library",
    "write_hr_file",
    "write_rows",
    "write_truth",
]
