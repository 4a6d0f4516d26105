"""Everything that changes evidence: kept, changed, removed; asked of a colleague, written, declined; swept."""

from waymark.assessments.commands.evidence.files import remove_evidence_file, sweep_evidence_files
from waymark.assessments.commands.evidence.keeping import add_evidence, change_evidence, remove_evidence
from waymark.assessments.commands.evidence.refusals import (
    EvidenceInUse,
    EvidenceStale,
    FileInfected,
    FileNeeded,
    FileNotScanned,
    FileNotTaken,
    FileTooLarge,
    NotATestimony,
    NotTheseSkills,
    NotTheseWords,
    TestimonyOver,
    TooManyFiles,
    TooManyWitnesses,
    WordsNeeded,
)
from waymark.assessments.commands.evidence.testifying import (
    ask_testimony,
    decline_testimony,
    end_testimony,
    write_testimony,
)

__all__ = [
    "EvidenceInUse",
    "EvidenceStale",
    "FileInfected",
    "FileNeeded",
    "FileNotScanned",
    "FileNotTaken",
    "FileTooLarge",
    "NotATestimony",
    "NotTheseSkills",
    "NotTheseWords",
    "TestimonyOver",
    "TooManyFiles",
    "TooManyWitnesses",
    "WordsNeeded",
    "add_evidence",
    "ask_testimony",
    "change_evidence",
    "decline_testimony",
    "end_testimony",
    "remove_evidence",
    "remove_evidence_file",
    "sweep_evidence_files",
    "write_testimony",
]
