"""Job titles and team names that are plausible for a profession at a grade. All of them ours."""

from __future__ import annotations

TIER_OF_GRADE: dict[str, int] = {
    "": 1, "AA": 0, "AO": 0, "EO": 1, "HEO": 2, "SEO": 3, "G7": 4, "G6": 5, "PB1": 6, "PB2": 7, "PB3": 7, "PS": 7,
}  # fmt: skip
"""Which of the eight entries below a grade reads; an unknown grade reads the second."""

TIERS = 8

_TITLES: dict[str, str] = {
    "operational-delivery": (
        "Administrative officer|Customer service adviser|Processing officer|Enquiry desk officer"
        "/Caseworker|Decision maker|Team leader|Compliance officer"
        "/Senior caseworker|Operations manager|Service delivery manager"
        "/Senior operations manager|Appeals manager|Delivery lead"
        "/Head of operations|Service lead"
        "/Area operations lead/Deputy director, operations/Director, operations"
    ),
    "policy": (
        "Policy support officer/Policy officer/Policy adviser|Legislation adviser"
        "/Senior policy adviser|Bill manager/Policy lead|Strategy lead/Head of policy"
        "/Deputy director, policy/Director, policy and strategy"
    ),
    "project-delivery": (
        "Project support officer/Project officer|Planning officer/Project manager|Benefits analyst"
        "/Senior project manager|Risk and planning manager/Programme manager/Programme lead"
        "/Programme director/Director, major programmes"
    ),
    "digital-data-and-technology": (
        "Service desk assistant|Data entry officer/Service desk officer|Junior tester|Junior developer"
        "/Developer|Business analyst|User researcher|Infrastructure engineer"
        "/Senior developer|Senior business analyst|Delivery manager|Data engineer"
        "/Lead developer|Product lead|Lead data architect/Head of product|Head of technology"
        "/Deputy director, digital/Chief digital officer"
    ),
    "human-resources": (
        "HR administrator|Recruitment administrator/HR adviser|Recruitment officer|Learning officer"
        "/HR casework adviser|Learning designer|Talent adviser/HR business partner|Senior learning adviser"
        "/Lead HR business partner|Head of recruitment/Head of people services"
        "/Deputy director, people/Director, people"
    ),
    "finance": (
        "Finance assistant/Accounts officer/Management accountant|Finance analyst/Senior finance business partner"
        "/Finance lead/Head of financial planning/Deputy director, finance/Director, finance"
    ),
    "commercial": (
        "Purchasing assistant/Buyer|Contract officer/Commercial officer|Category officer/Commercial manager"
        "/Commercial lead/Head of category/Deputy director, commercial/Director, commercial"
    ),
    "communications": (
        "Communications assistant/Press officer|Content officer/Communications officer|Campaign officer"
        "/Senior communications officer|Senior press officer/Communications lead/Head of news"
        "/Deputy director, communications/Director, communications"
    ),
    "legal": (
        "Legal administrator/Paralegal officer/Legal trainee|Legal executive/Senior legal executive/Lawyer"
        "/Senior lawyer/Deputy director, legal advice/Director, legal services"
    ),
    "tax": (
        "Tax support officer/Tax officer|Debt officer/Tax caseworker|Compliance caseworker/Tax specialist"
        "/Senior tax professional/Tax lead/Deputy director, tax/Director, tax"
    ),
    "security": (
        "Security officer/Vetting officer|Security shift lead/Security adviser|Cyber security officer"
        "/Senior security adviser/Head of site security/Head of security policy"
        "/Deputy director, security/Chief security officer"
    ),
    "science-and-engineering": (
        "Laboratory assistant/Assistant scientist|Technician/Scientist|Engineer/Senior scientist|Senior engineer"
        "/Principal scientist|Principal engineer/Head of science/Deputy director, science/Chief scientific adviser"
    ),
    "statistics": (
        "Statistical assistant/Statistical officer/Assistant statistician/Senior assistant statistician/Statistician"
        "/Head of statistics/Deputy director, statistics/Chief statistician"
    ),
    "economics": (
        "Research assistant/Economics officer/Assistant economist/Economist/Economic adviser/Senior economist"
        "/Deputy director, analysis/Chief economist"
    ),
    "medicine": (
        "Clinical administrator/Clinical support officer/Health adviser/Senior health adviser/Medical adviser"
        "/Senior medical adviser/Deputy chief medical adviser/Chief medical adviser"
    ),
    "planning-inspectors": (
        "Inspection support officer/Appeals officer/Assistant inspector/Planning inspector/Senior planning inspector"
        "/Group lead inspector/Deputy director, inspections/Chief planning inspector"
    ),
    "inspector-of-education-and-training": (
        "Inspection support officer/Inspection officer/Assistant inspector/Inspector/His Majesty's inspector"
        "/Senior inspector/Deputy director, inspection/Director, inspection"
    ),
    "veterinarian": (
        "Animal health assistant/Animal health officer/Veterinary officer/Senior veterinary officer"
        "/Veterinary lead/Head of veterinary policy/Deputy chief vet/Chief vet"
    ),
    "psychology": (
        "Programme assistant/Programme facilitator/Trainee psychologist/Psychologist/Senior psychologist"
        "/Lead psychologist/Deputy director, psychology/Director, psychology"
    ),
}  # fmt: skip

_NOUNS: dict[str, str] = {
    "corporate-finance": "corporate finance",
    "counter-fraud": "counter fraud",
    "geography": "geospatial",
    "intelligence-analysis": "intelligence",
    "internal-audit": "audit",
    "international-trade": "trade",
    "knowledge-and-information-management": "information",
    "operational-research": "operational research",
    "planning": "planning",
    "property": "property",
    "risk-management": "risk",
    "social-research": "social research",
}
"""What people of a profession without titles of its own are called."""


def titles(profession: str, grade: str) -> tuple[str, ...]:
    """Return the titles a post of a profession (a slug; empty when none) may have at a grade (a code)."""
    tier = TIER_OF_GRADE[grade]
    if profession in _TITLES:
        return tuple(_TITLES[profession].split("/")[tier].split("|"))
    noun = _NOUNS.get(profession, "")
    if not noun:
        return _GENERAL[tier]
    patterns = (
        "{} assistant", "{} officer", "{} analyst|{} adviser", "Senior {} analyst|Senior {} adviser", "{} lead",
        "Head of {}", "Deputy director, {}", "Director, {}",
    )  # fmt: skip
    found = patterns[tier].format(noun, noun).split("|")
    return tuple(title[0].upper() + title[1:] for title in found)


_GENERAL: tuple[tuple[str, ...], ...] = (
    ("Administrative officer", "Office assistant"),
    ("Executive officer", "Private office support"),
    ("Business manager", "Corporate services officer"),
    ("Senior business manager", "Private secretary"),
    ("Head of business management", "Chief of staff"),
    ("Head of corporate services",),
    ("Deputy director, corporate services",),
    ("Director, corporate services",),
)

_TEAMS: dict[str, str] = {
    "operational-delivery": "Casework|Contact centre|Customer payments|Front-line services|Appeals|Field operations",
    "policy": "Strategy and policy|Legislation|International policy|Evidence and policy",
    "project-delivery": "Major programmes|Change delivery|Programme office",
    "digital-data-and-technology": "Digital services|Data and analytics|Technology platforms|Product and design",
    "human-resources": "People services|Recruitment and talent|Learning and development",
    "finance": "Financial management|Financial reporting|Planning and performance",
    "commercial": "Commercial|Contract management|Category teams",
    "communications": "Communications|News and campaigns",
    "legal": "Legal advice|Litigation|Prosecutions",
    "tax": "Tax compliance|Tax specialists|Large business",
    "security": "Security|Vetting|Security operations",
    "science-and-engineering": "Science|Engineering|Testing and laboratories",
}

MIXED_TEAMS: tuple[str, ...] = ("Corporate services", "Business support", "Central functions")


def team_name(profession: str, name: str, number: int) -> str:
    """Return the name of a unit.

    Args:
        profession: slug of its profession; empty when people of several sit in it.
        name: the profession's name, for professions without team names of their own.
        number: which of the units of that profession in its organisation it is, from 0.
    """
    if not profession:
        choices = MIXED_TEAMS
    elif profession in _TEAMS:
        choices = tuple(_TEAMS[profession].split("|"))
    else:
        choices = (name[0].upper() + name[1:].lower(),)
    cycle, place = divmod(number, len(choices))
    return choices[place] if cycle == 0 else f"{choices[place]} {cycle + 1}"
