"""Every change to accounts."""

from waymark.access.commands.accounts import DemoKeyTaken, DemoOnly, EmailTaken, create_account

__all__ = ["DemoKeyTaken", "DemoOnly", "EmailTaken", "create_account"]
