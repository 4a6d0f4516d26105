"""A department's HR file: one row per appointment, read row by row however long it is, and written."""

from waymark_formats.people_feed.columns import COLUMNS, END, Column
from waymark_formats.people_feed.reading import (
    Fault,
    Glimpse,
    HalfAFile,
    PeopleFile,
    PersonRow,
    open_people,
)
from waymark_formats.people_feed.writing import headings, template, write_csv

__all__ = [
    "COLUMNS",
    "END",
    "Column",
    "Fault",
    "Glimpse",
    "HalfAFile",
    "PeopleFile",
    "PersonRow",
    "headings",
    "open_people",
    "template",
    "write_csv",
]
