"""SCIM 2.0: a department's HR system keeps the people of its feed, one by one.

The protocol is ``scim2-server``'s, what is kept is the people room's, and this stands between: which feed a token
speaks for, what the schemas offer, and what the words mean.
"""

from waymark.adapters.scim.answering import Answer, Asked, answer

__all__ = ["Answer", "Asked", "answer"]
