"""What the assessments room hands out."""

from waymark.assessments.types.deciding import (
    Card,
    CardPage,
    Case,
    Decided,
    Outcome,
    StepView,
    TermsView,
    Weakness,
    Word,
)
from waymark.assessments.types.record import (
    AnswerView,
    AssessmentView,
    Held,
    HistoryLine,
    NewJudgement,
    QuickAnswer,
    QuickOption,
    RecordImpact,
    SharedView,
    ShareView,
    SkillStanding,
)

__all__ = [
    "AnswerView",
    "AssessmentView",
    "Card",
    "CardPage",
    "Case",
    "Decided",
    "Held",
    "HistoryLine",
    "NewJudgement",
    "Outcome",
    "QuickAnswer",
    "QuickOption",
    "RecordImpact",
    "ShareView",
    "SharedView",
    "SkillStanding",
    "StepView",
    "TermsView",
    "Weakness",
    "Word",
]
