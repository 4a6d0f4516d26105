"""The record: what was done, by whom, about whom; and who looked at whom.

Nouns: Entry (one thing done), Subject (a person it is about), Seal (a link of the chain over a batch of entries),
Access (one request that read other people's records), AccessSubject (whose).
Invariants: entries are appended and never changed, but for the seal they are given and the erasure of their payload;
each seal chains the digests of its entries to the seal before. Triggers in both databases hold this.
Who may: any command records; nobody edits. Searching the record is a duty's (a later issue).
"""
