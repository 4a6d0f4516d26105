"""Numbers only: plain values and arrays in, results with reasons out. No Django, no files, no clock.

Every number has a page in ``docs/algorithms`` with its words, guarantees, formula and a worked table that a test runs.
"""
