"""Which points of a level say something that can be seen, and which only that somebody knows."""

from __future__ import annotations

import re

from waymark_engine.texts import sentences, stem, words

VAGUE = (
    "understand", "know", "appreciate", "be aware", "are aware", "be familiar", "are familiar", "be conscious",
    "grasp", "comprehend", "be interested", "believe", "think about", "be exposed", "be comfortable", "be mindful",
    "have an understanding", "have a good understanding", "have knowledge", "have a knowledge", "have good knowledge",
    "have an awareness", "have awareness", "have an appreciation", "have familiarity", "have a basic understanding",
    "demonstrate an understanding", "demonstrate understanding", "demonstrate awareness", "demonstrate knowledge",
    "show an understanding", "show understanding", "show awareness", "learn about", "an understanding", "awareness",
    "knowledge", "an awareness", "a knowledge", "understanding", "familiarity",
)  # fmt: skip
"""How a point begins that names something in the head."""

_SEEN_DONE = """
achieve act adapt advise advocate agree allocate analyse apply approve argue arrange assemble assess assign
assist audit author automate build calculate challenge change chair check choose clarify classify clean close
coach code collaborate collect combine communicate compare compile complete compose conduct configure contribute
control convert convince coordinate correct cost counter create critique deal debug decide define defend
delegate deliver demonstrate deploy describe design detect develop diagnose differentiate direct discuss
distinguish divide document draft draw drive edit embed employ enable encourage engage ensure escalate establish
estimate evaluate examine execute explain explore facilitate feed file find fix forecast form formulate gather
generate give guide handle help identify illustrate implement improve influence initiate inspect install
instruct integrate interpret interview introduce investigate iterate join judge justify keep lead limit list
maintain make manage map measure meet mentor merge mitigate model monitor motivate move negotiate notice obtain
offer operate optimise order organise outline own pair participate perform persuade pick pilot place plan
point prepare present prevent prioritise process procure produce program promote propose protect prototype
prove provide publish query question raise read recommend record reduce refactor refer refine release remove
repair repeat report represent request research resolve respond review revise run schedule search secure select
separate serve set shape share show simplify sketch solve specify spot standardise start state steer stop
structure suggest summarise supervise supply support sustain tackle talk teach tell test trace track train
transfer transform translate troubleshoot turn unblock update use validate verify visualise walk weigh win work
write
"""
MEASURABLE = frozenset(map(stem, _SEEN_DONE.split()))
"""Stems of verbs that somebody else can see done."""

_OPENING = re.compile(
    r"^(?:[*•·-]\s*)?(?:you(?:'ll|’ll)?\s+)?(?:can\s+|will\s+|should\s+|must\s+|are able to\s+)?", re.I
)


def vague_points(text: str) -> list[str]:
    """Return the points of a level that begin with a vague verb and have no verb that can be seen done, in order."""
    return [point for point in sentences(text) if _is_vague(point)]


def _is_vague(point: str) -> bool:
    opened = " ".join(words(_OPENING.sub("", point, count=1)))
    begins = next((vague for vague in VAGUE if opened == vague or opened.startswith(vague + " ")), None)
    if begins is None:
        return False
    rest = opened[len(begins) :].split()
    # "understand how to design" says that somebody knows it; "understand and design" that they do it.
    for before, word in zip(["", *rest], rest, strict=False):
        if before in {"and", "then", "or", "can"} and stem(word) in MEASURABLE:
            return False
    return True
