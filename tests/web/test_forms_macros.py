"""The form macros over Django's forms, and the GOV.UK macros against the components' own fixtures."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.template.loader import get_template
from django.utils.translation import gettext_lazy

from tests.web.pages import Page

FIXTURES = Path(__file__).resolve().parents[2] / "node_modules/govuk-frontend/dist/govuk/components"
USED = {
    "button": "govukButton", "checkboxes": "govukCheckboxes", "error-summary": "govukErrorSummary",
    "input": "govukInput", "notification-banner": "govukNotificationBanner", "pagination": "govukPagination",
    "radios": "govukRadios", "textarea": "govukTextarea",
}  # fmt: skip


class Form(forms.Form):
    """One of each."""

    level = forms.ChoiceField(
        label="How often?", choices=[("1", "Never"), ("2", "Often")], widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select how often")},
    )  # fmt: skip
    name = forms.CharField(label="Name", help_text="As on your pass", error_messages={"required": "Enter a name"})
    role = forms.ChoiceField(
        label="Role", choices=[("", "Select"), ("Cloth", [("weaver", "Weaver"), ("dyer", gettext_lazy("Dyer"))])],
        error_messages={"required": "Select a role"},
    )  # fmt: skip
    skills = forms.MultipleChoiceField(
        label="Skills", choices=[("a", "A"), ("b", "B")], error_messages={"required": "Select a skill"}
    )


def draw(call: str, **context) -> str:
    names = "error_summary, radios, checkboxes, text_input, textarea, select, button, pagination"
    template = engines["jinja2"].from_string(f'{{% from "design/forms.html" import {names} %}}{call}')
    return template.render(context)


def test_the_summary_links_to_each_field_and_each_field_says_what_is_wrong():
    form = Form({})

    html = draw(
        "{{ error_summary(form) }}{{ radios(form['level']) }}{{ text_input(form['name']) }}"
        "{{ select(form['role']) }}{{ checkboxes(form['skills']) }}",
        form=form,
    )

    for field, words in (("level", "Select how often"), ("name", "Enter a name"), ("role", "Select a role"),
                         ("skills", "Select a skill")):  # fmt: skip
        assert f'<a href="#id_{field}">{words}</a>' in html
        assert f'id="id_{field}"' in html
        assert f'id="id_{field}-error"' in html
    assert html.count("govuk-form-group--error") == 4


def test_a_form_without_errors_has_no_summary():
    assert draw("{{ error_summary(form) }}", form=Form()).strip() == ""


def test_values_stay_in_their_fields():
    form = Form({"level": "2", "name": '"Ada" <b>', "role": "dyer", "skills": ["b"]})

    html = draw(
        "{{ radios(form['level']) }}{{ text_input(form['name']) }}{{ select(form['role']) }}"
        "{{ checkboxes(form['skills']) }}",
        form=form,
    )

    assert 'value="2" checked' in html
    assert "&lt;b&gt;" in html
    assert '<option value="dyer" selected>Dyer</option>' in html
    assert '<optgroup label="Cloth">' in html
    assert 'value="b" checked' in html


def test_a_hint_of_a_choice_is_escaped_unless_it_is_markup_already():
    html = draw("{{ radios(form['level'], hints={'1': '<b>x</b>', '2': text|prose}) }}", form=Form(), text="- one")

    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "<li>one</li>" in html


def test_templates_of_ours_are_strict_about_names_and_those_of_govuk_are_not():
    with pytest.raises(Exception, match="undefined"):
        engines["jinja2"].from_string("{{ nothing }}").render({})

    assert "govuk-button" in get_template("errors/problem.html").template.environment.get_template(
        "govuk_frontend_jinja/components/button/macro.html"
    ).module.govukButton({"text": "Go"})


class Tree(HTMLParser):
    """A page as nested tags, sorted attributes and words, so that white space and order do not matter."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        known = {name: " ".join((value or "").split()) for name, value in attrs}
        self.parts.append((tag, tuple(sorted(known.items()))))

    def handle_endtag(self, tag):
        self.parts.append(f"/{tag}")

    def handle_data(self, data):
        if words := " ".join(data.split()):
            self.parts.append(words)


def cases():
    for name, macro in USED.items():
        file = FIXTURES / name / "fixtures.json"
        for fixture in json.loads(file.read_text())["fixtures"] if file.exists() else []:
            yield pytest.param(name, macro, fixture, id=f"{name}: {fixture['name']}")


CASES = list(cases())


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="node_modules is not there: run npm ci")
def test_there_are_fixtures_of_every_component_we_use():
    assert {case.values[0] for case in CASES} == set(USED)


@pytest.mark.parametrize(("name", "macro", "fixture"), CASES)
def test_a_component_renders_as_govuk_frontend_says(name, macro, fixture):
    module = engines["jinja2"].env.get_template(f"govuk_frontend_jinja/components/{name}/macro.html").module

    html = getattr(module, macro)(fixture["options"])

    assert Tree(str(html)).parts == Tree(fixture["html"]).parts


def test_the_page_class_of_these_tests_sees_inline_script():
    from django.http import HttpResponse

    page = Page(HttpResponse('<p style="x"></p><script>1</script><a onclick="x" href="/y">y</a>'))

    assert page.inline == ["p style", "script", "a onclick"]
    assert page.links == ["/y"]
