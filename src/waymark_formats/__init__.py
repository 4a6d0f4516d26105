"""Documents to frozen dataclasses and back. No Django, no network.

Every reader returns the same ``FrameworkDocument`` (``framework.py``) beside the notes it made on the way, and
every writer takes one; what a format cannot say is listed in its module's docstring.
"""
