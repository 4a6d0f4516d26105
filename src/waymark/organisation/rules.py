"""Reference data as the statistics name it, with a summary in our own words. Figures and names only; no tables."""

from __future__ import annotations

PROFESSIONS: tuple[tuple[str, str], ...] = (
    ("Commercial", "People who buy, contract and manage suppliers so that public money buys what was meant."),
    ("Communications", "People who explain what an organisation does, listen to what comes back and handle the press."),
    ("Corporate Finance", "Specialists in investments, loans, guarantees and the sale or purchase of public assets."),
    ("Counter Fraud", "People who prevent, find and investigate fraud against public money and services."),
    ("Digital, Data and Technology", "People who design, build and run digital services, data and technology."),
    ("Economics", "Analysts who work out what a decision would cost, change and be worth."),
    ("Finance", "People who plan, account for and report on public money, and advise on how to use it well."),
    ("Geography", "Specialists in maps, places and spatial data."),
    ("Human Resources", "People who recruit, develop, reward and look after the workforce and those who lead it."),
    ("Inspector of Education and Training", "Inspectors who judge how well schools, colleges and trainers do."),
    ("Intelligence Analysis", "Analysts who turn scattered information into a judgement others can act on."),
    ("Internal Audit", "Auditors who test from inside whether risks are handled and controls work."),
    ("International Trade", "People who open markets, negotiate trade and help businesses sell abroad."),
    ("Knowledge and Information Management", "People who keep records, information and knowledge findable and lawful."),
    ("Legal", "Lawyers and legal staff who advise, draft, prosecute and defend for the state."),
    ("Medicine", "Doctors and other clinicians who advise, assess and protect public health."),
    ("Operational Delivery", "People the public meet: in casework, contact centres, borders, prisons and courts."),
    ("Operational Research", "Analysts who model how systems and services run, and test how to run them better."),
    ("Planning", "Specialists in how land is used and places are built."),
    ("Planning Inspectors", "Inspectors who decide planning appeals and examine plans and large schemes."),
    ("Policy", "People who advise ministers, weigh evidence and turn decisions into law, programmes and services."),
    ("Project Delivery", "People who set up, run and close projects and programmes, and answer for what they achieve."),
    ("Property", "People who plan, manage and improve the buildings and land an organisation uses."),
    ("Psychology", "Psychologists who assess, treat and advise in prisons, health, work and selection."),
    ("Risk Management", "People who help an organisation see what could go wrong, and decide what to do about it."),
    ("Science and Engineering", "Scientists and engineers who research, test, advise and keep things safe."),
    ("Security", "People who protect staff, information, buildings and national interests from harm."),
    ("Social Research", "Researchers who find out how people live, what they need and whether a policy works."),
    ("Statistics", "Statisticians who collect, analyse and publish figures that can be trusted."),
    ("Tax", "Specialists who apply tax law, work with taxpayers and close the gap between tax due and tax paid."),
    ("Veterinarian", "Vets who protect animal health and welfare, trade and the food chain."),
)
"""Name in the workforce statistics, and what its people do. Slugs are made from the names and never change."""

REGIONS: tuple[tuple[str, str], ...] = (
    ("TLC", "North East"),
    ("TLD", "North West"),
    ("TLE", "Yorkshire and The Humber"),
    ("TLF", "East Midlands"),
    ("TLG", "West Midlands"),
    ("TLH", "East of England"),
    ("TLI", "London"),
    ("TLJ", "South East"),
    ("TLK", "South West"),
    ("TLL", "Wales"),
    ("TLM", "Scotland"),
    ("TLN", "Northern Ireland"),
    ("", "Overseas"),
    ("", "Unknown"),
)
"""ITL1 code and name; the last two are what the statistics call everything else."""

GRADE_BANDS: tuple[tuple[str, str], ...] = (
    ("administrative", "Administrative"),
    ("executive-officer", "Executive officer"),
    ("higher-and-senior-executive-officer", "Higher and senior executive officer"),
    ("grade-7-and-grade-6", "Grade 7 and grade 6"),
    ("deputy-director", "Deputy director"),
    ("director-and-above", "Director and above"),
)
"""Slug and name, most junior first. Behaviours are described per band."""

GRADES: tuple[tuple[str, str, int], ...] = (
    ("AA", "Administrative assistant", 1),
    ("AO", "Administrative officer", 1),
    ("EO", "Executive officer", 2),
    ("HEO", "Higher executive officer", 3),
    ("SEO", "Senior executive officer", 3),
    ("G7", "Grade 7", 4),
    ("G6", "Grade 6", 4),
    ("PB1", "Deputy director", 5),
    ("PB2", "Director", 6),
    ("PB3", "Director general", 6),
    ("PS", "Permanent secretary", 6),
)
"""Code, name and rank of the band, most junior first: the grades of everyone who has no scheme of their own."""
