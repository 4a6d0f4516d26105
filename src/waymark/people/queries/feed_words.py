"""What files of people would change, in words, for pages and the command line."""

from waymark.people.rules.feed_words import in_words as reason_in_words
from waymark.people.rules.feed_words import kind_in_words, state_in_words, unusual_in_words

__all__ = ["kind_in_words", "reason_in_words", "state_in_words", "unusual_in_words"]
