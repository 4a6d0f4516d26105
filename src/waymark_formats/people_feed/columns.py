"""What stands in which column of a department's HR file."""

from __future__ import annotations

from typing import NamedTuple

END = "END OF FILE"
"""What the first cell of the last row says, where the second says how many rows stand above."""


class Column(NamedTuple):
    """A column of the file."""

    key: str
    heading: str
    needed: bool
    """Whether a file without it is refused, and a row that leaves it empty is set aside."""
    longest: int
    """Characters."""
    aliases: tuple[str, ...]
    """What else it is often called."""
    about: str
    example: str


COLUMNS: tuple[Column, ...] = (
    Column(
        "staff_number", "Staff number", True, 40,
        ("employee number", "employee id", "employee no", "payroll number", "personnel number", "person number"),
        "What your HR system calls the person. It never changes and is never given to anybody else.", "100234",
    ),
    Column("given_name", "Given name", True, 100, ("first name", "forename", "known as"), "As they are called.", "Ama"),
    Column("family_name", "Family name", True, 100, ("last name", "surname"), "As they are called.", "Okafor"),
    Column(
        "email", "Email", False, 254, ("email address", "work email", "e mail"), "Their address at work.",
        "ama.okafor@department.example",
    ),
    Column(
        "post_number", "Post number", True, 40, ("position number", "position id", "post id", "post no"),
        "What your HR system calls the seat, whoever sits in it.", "P-88121",
    ),
    Column(
        "job_title", "Job title", True, 200, ("title", "post title", "position title"), "Of the post.",
        "Senior data engineer",
    ),
    Column(
        "unit", "Unit", True, 200, ("unit code", "organisation unit", "team code", "cost centre", "org unit"),
        "Code or name of the smallest unit the post belongs to, as in your tree of organisations here.", "U0042",
    ),
    Column(
        "department", "Department", False, 200, ("organisation", "organisation code", "department code"),
        "Name of the department. Rows of another one are set aside.", "Department for Examples",
    ),
    Column("grade", "Grade", False, 80, ("grade code", "pay grade"), "Code or name of the grade of the post.", "SEO"),
    Column(
        "location", "Location", False, 120, ("region", "work location", "site region"),
        "Region the post is in: name or code.", "North West",
    ),
    Column(
        "fte", "FTE", False, 12, ("full time equivalent", "working share", "fte value"),
        "Share of full time, more than 0 and at most 1. Empty: 1.", "0.8",
    ),
    Column(
        "start", "Start date", True, 30, ("start", "from", "appointment start", "date started in post"),
        "First day in the post.", "2024-09-02",
    ),
    Column("end", "End date", False, 30, ("end", "until", "appointment end"), "Last day in the post. Empty: open.", ""),
    Column(
        "manager", "Manager staff number", False, 40,
        ("line manager", "manager", "manager number", "manager id", "line manager number", "reports to"),
        "Staff number of whoever manages the person.", "100010",
    ),
    Column(
        "main_profession", "Main profession", False, 120, ("profession", "profession of person"),
        "The profession the person belongs to.", "Digital, Data and Technology",
    ),
    Column(
        "post_profession", "Post profession", False, 120, ("profession of post", "post’s profession"),
        "The profession the post belongs to, whoever sits in it.", "Digital, Data and Technology",
    ),
    Column(
        "other_professions", "Other professions", False, 400, ("secondary professions", "further professions"),
        "Others the person belongs to, with semicolons between them.", "Project Delivery; Security",
    ),
    Column(
        "leaving", "Leaving date", False, 30, ("leave date", "date left", "termination date", "last working day"),
        "Last day at work, of somebody who leaves. Empty: they stay.", "",
    ),
)  # fmt: skip
"""Every column, in the order of the template."""
