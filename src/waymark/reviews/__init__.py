"""What is said of a draft before it is released, and its release. Directly above frameworks.

Nouns: Thread, Remark, Suggestion, ReviewGroup, SignOff, AcceptedFinding, Release.
Invariants: a remark is never changed; a release needs two people; what was signed off names the content it was about.
Who may: whoever reads a draft remarks on it; its authors decide about suggestions; two people release.
"""
