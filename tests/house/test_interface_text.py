"""Every text of the interface can be translated, and says things in our words."""

import re

import pytest

from tests.house.interface_text import said_by_python, said_by_template, said_by_templates, templates

AVOIDED = {
    "competency": "skill",
    "competencies": "skills",
    "appraisal": "assessment",
    "appraisals": "assessments",
    "artefact": "evidence",
    "artefacts": "evidence",
    "job role": "role",
    "job roles": "roles",
    "job pack": "recruitment pack",
    "career ladder": "pathway",
    "growth plan": "development plan",
    "headcount": "people, or posts",
    "multi-rater": "360-degree feedback",
    "staff score": "level held",
    "skill score": "level held",
    "talent rating": "talent grid placement",
    "competency rating": "judgement",
    "skill rating": "judgement",
    "e-mail": "email",
    "e-mails": "emails",
    "e-mailed": "emailed",
    "please": "nothing: say what to do",
    "e.g.": "for example",
    "i.e.": "that is",
    "etc": "nothing: name the things",
    "via": "by, or through",
}
"""Words of the field that mean something else here or nothing exact, and the words that stand instead."""

AVOIDED_WORD = re.compile(
    "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(AVOIDED, key=len, reverse=True)), re.IGNORECASE
)


def test_templates_hold_no_bare_text():
    assert said_by_templates().bare == []


def test_there_are_templates_and_they_say_something():
    assert len(templates()) > 10
    assert len(said_by_templates().translated) > 50
    assert len(said_by_python()) > 20


@pytest.mark.parametrize(
    "source",
    [
        "<p>Your role</p>",
        "<p>{{ _('Your') }} role</p>",
        "{% if x %}Your role{% endif %}",
        "<a {% if x %}class='y'{% endif %} title='Your role'>{{ z }}</a>",
        '<img alt="Rungs">',
        "{{ govukButton({'text': 'Save'}) }}",
        "{{ heading(text='your role') }}",
        "{{ 'Your role' if x else _('Their role') }}",
        "{% set name = 'Your role' %}",
        "{% trans %}Yours{% endtrans %} <b>and mine</b>",
    ],
)
def test_bare_text_is_seen(source):
    assert said_by_template(source).bare


@pytest.mark.parametrize(
    "source",
    [
        "<p class='govuk-body'>{{ _('Your role') }}</p>",
        "{% trans name=x %}Your role is <b>{{ name }}</b>{% endtrans %}",
        "{{ ngettext('%(num)d role', '%(num)d roles', n) }}",
        "{{ govukButton({'text': _('Save'), 'classes': 'govuk-button--secondary wm-wide'}) }}",
        "{# Your role #}<script src='/x.js'></script>",
        "<a href='/x' {% if y %}aria-current='page'{% endif %}>{{ z }}</a> &middot; 12",
        "<p>{{ _('Run this:') }} <code>waymark demo</code></p>",
        "{% macro link(x) %}{{ url('me_gap') }}?target={{ x }}{% endmacro %}",
        "{% extends 'layouts/page.html' %}{% block title %}{{ page.title }}{% endblock %}",
    ],
)
def test_what_is_translated_or_not_text_is_let_pass(source):
    assert said_by_template(source).bare == []


def test_our_words_are_used():
    found = [
        f"{place}: {match.group(0)!r}; say {AVOIDED[match.group(0).lower()]}"
        for place, text in [*said_by_templates().translated, *said_by_python()]
        for match in AVOIDED_WORD.finditer(text)
    ]

    assert found == []


@pytest.mark.parametrize("text", ["Your Competency", "Please sign in", "Use STAR, e.g. a project", "job roles"])
def test_an_avoided_word_is_seen(text):
    assert AVOIDED_WORD.search(text)


@pytest.mark.parametrize("text", ["competence", "viable", "fetch", "your job, your role", "pleased"])
def test_a_word_that_only_begins_like_one_is_let_pass(text):
    assert not AVOIDED_WORD.search(text)
