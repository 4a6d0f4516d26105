"""The record: what was done, by whom, about whom; and who looked at whom.

Nouns: Entry (one thing done), Subject (a person it is about), Seal (a link of the chain over a batch of entries),
EntryObject (a thing its facts name), Access (one request that read other people's records), AccessSubject (whose),
RefusedRequest (one that was refused), OutboxEvent and Handled (what other rooms are told, and who has heard it).
Invariants: entries are appended and never changed, but for the seal they are given and the erasure of their payload;
each seal chains the digests of its entries to the seal before. Triggers in both databases hold this.
Who may: any command records; nobody edits. Auditors and data protection officers read and export all of it, or what is
about the people of their organisations; a person reads what is about them, without facts, and who looked at them.
"""
