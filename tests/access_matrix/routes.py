"""What each route needs in its address, made from the things of a target."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from waymark.frameworks.models import Version

Address = dict[str, Any]


def _uuid(of: str) -> Callable[[SimpleNamespace], Address]:
    return lambda things: {"uuid": getattr(things, of)}


def _of_review(what: str) -> Callable[[SimpleNamespace], Address]:
    return lambda things: {**things.draft, "uuid": getattr(things.review, what)}


def _public(**address: Callable[[SimpleNamespace], Any]) -> Callable[[SimpleNamespace], Address]:
    return lambda there: {name: make(there) for name, make in address.items()}


def _of_draft(*parts: str) -> Callable[[SimpleNamespace], Address]:
    """Give the address of a part of a draft; what a skill was taken over as is called a skill there."""
    names = {"derived": "skill"}
    return lambda things: {**things.draft, **{names.get(part, part): things.draft_parts[part] for part in parts}}


PROVIDER = (
    "operating_provider", "operating_provider_change", "operating_provider_turn", "operating_provider_try",
    "operating_provider_tried", "operating_provider_anew",
)  # fmt: skip
DEPARTMENT = (
    "department_acceptance", "department_posts", "department_suggestions", "department_accept", "department_decisions",
)  # fmt: skip
SIGN_ON = ("sign_on_start", "sign_on_back", "sign_on_answer", "sign_on_finish", "sign_on_metadata")

THERE: dict[str, Callable[[SimpleNamespace], Address]] = {
    "framework": _public(slug=lambda there: there.framework.slug),
    "version": _public(slug=lambda there: there.framework.slug, label=lambda there: there.version.label),
    "version_difference": _public(slug=lambda there: there.framework.slug, label=lambda there: there.version.label),
    "download": _public(
        slug=lambda there: there.framework.slug, label=lambda there: there.version.label, format=lambda there: "waymark"
    ),
    "profession": _public(slug=lambda there: there.profession.slug),
    "role": _public(slug=lambda there: there.level.role.slug),
    "role_grades": _public(slug=lambda there: there.level.role.slug),
    "role_level": _public(role=lambda there: there.level.role.slug, level=lambda there: _last(there.level.slug)),
    "skill": _public(slug=lambda there: there.skill.slug),
    "scale_table": _public(uuid=lambda there: there.scale_table),
    "identity": _public(uuid=lambda there: there.skill.uuid),
    "privacy_notice": _public(slug=lambda there: there.notice),
    "authoring_crosswalk": _public(framework=lambda there: there.framework.slug),
    "authoring_terms": _public(framework=lambda there: there.framework.slug),
    "authoring_versions": _public(framework=lambda there: there.framework.slug),
    "authoring_ending": _public(framework=lambda there: there.framework.slug, label=lambda there: there.version.label),
    "authoring_next": _public(framework=lambda there: there.framework.slug),
    "operating_disclosure_profile": _public(slug=lambda there: "csstats-2022", version=lambda there: 1),
    "operating_provider_add": _public(kind=lambda there: "saml"),
    **{name: _public(uuid=lambda there: there.provider.uuid) for name in PROVIDER},
    **{name: _public(slug=lambda there: there.provider.slug) for name in SIGN_ON},
    "reference_body": _public(slug=lambda there: there.department.slug),
    "operating_onboarding_department": _public(slug=lambda there: there.department.slug),
    "reference_units": _public(slug=lambda there: there.department.slug),
    "reference_change_body": _public(slug=lambda there: there.department.slug, kind=lambda there: "rename"),
    "reference_change": _public(uuid=lambda there: there.merger),
    "reference_call_off": _public(uuid=lambda there: there.waiting_change),
    "reference_undo": _public(uuid=lambda there: there.merger),
    "reference_carry": _public(uuid=lambda there: there.merger),
    "reference_list": _public(kind=lambda there: "function"),
    "reference_item": _public(kind=lambda there: "function", pk=lambda there: there.function),
    **{name: _public(slug=lambda there: there.department.slug) for name in DEPARTMENT},
    "panel": _public(uuid=lambda there: there.panel),
    "panel_close": _public(uuid=lambda there: there.panel),
    "panel_new": _public(slug=lambda there: there.profession.slug),
    "sampling_rule": _public(slug=lambda there: there.profession.slug),
    "department_title": _public(slug=lambda there: there.department.slug, uuid=lambda there: there.title),
    "department_post": _public(slug=lambda there: there.department.slug, uuid=lambda there: there.post),
    "department_undo": _public(slug=lambda there: there.department.slug, uuid=lambda there: there.batch),
    "scim_path": _public(rest=lambda there: "Users"),
    "assess_exercise": _public(uuid=lambda there: there.exercise),
    **{f"assess_exercise_{name}": _public(uuid=lambda there: there.draft) for name in ("draft", "check", "throw_away")},
    "department_levels_export": _public(form=lambda there: "csv"),
    "assess_comparability_of": _public(slug=lambda there: there.profession.slug),
    "me_evidence_add": _public(kind=lambda there: "account"),
    "me_wrong_about": _public(about=lambda there: "post"),
}
"""Routes to something that is the same for everybody."""

OF: dict[str, Callable[[SimpleNamespace], Address]] = {
    "account_reset_password_from_key": lambda things: things.link,
    "account_confirm_email": lambda things: {"sealed": things.sealed},
    "mfa_edit_webauthn": lambda things: {"passkey_id": things.passkey},
    "mfa_remove_webauthn": lambda things: {"passkey_id": things.passkey},
    "account_end_session": lambda things: {"session": things.session},
    "demo_sign_in": lambda things: {"key": things.demo},
    "check_resume": _uuid("quick"),
    "check_result": _uuid("quick"),
    "check_question": lambda things: {"uuid": things.quick, "number": 1},
    "assessment": _uuid("full"),
    "assessment_check": _uuid("full"),
    "assessment_withdraw": _uuid("full"),
    "assessment_skill": lambda things: {"uuid": things.full, "slug": things.skill},
    "assessment_share": _uuid("shared"),
    "assessment_receiver": _uuid("full"),
    "assessment_role": _uuid("full"),
    "assessment_answer_anyway": lambda things: {"uuid": things.full, "slug": things.skill},
    "assessment_evidence": _uuid("full"),
    "assessment_evidence_skill": lambda things: {"uuid": things.full, "slug": things.skill},
    "assessment_appeal": _uuid("full"),
    "assess_case": _uuid("sent"),
    "assess_keep": _uuid("sent"),
    "assess_revoke": _uuid("sent"),
    "assess_decision": _uuid("sent"),
    "assess_decision_pdf": _uuid("sent"),
    "assessment_decision": _uuid("full"),
    "assessment_decision_pdf": _uuid("full"),
    "assess_return": _uuid("sent"),
    "assess_decline": _uuid("sent"),
    "assess_pass_on": _uuid("sent"),
    "assess_delegate": _uuid("sent"),
    "moderation_case": _uuid("sent"),
    "moderation_panel": _uuid("sent"),
    "team_review": _uuid("sent"),
    "team_conversation": _uuid("sent"),
    "assessment_conversation": _uuid("sent"),
    "me_sharing_stop": _uuid("share"),
    "me_evidence_item": _uuid("evidence"),
    "me_evidence_edit": _uuid("evidence"),
    "me_evidence_remove": _uuid("evidence"),
    "me_evidence_ask": _uuid("evidence"),
    "me_evidence_file_remove": _uuid("evidence_file"),
    "me_evidence_ask_end": _uuid("asked"),
    "me_testimony": _uuid("testimony"),
    "evidence_file": _uuid("evidence_file"),
    "team_evidence": lambda things: {"uuid": things.person, "evidence": things.evidence},
    "me_record_end": _uuid("record_link"),
    "me_record_pdf": _uuid("record_link"),
    "record_open": lambda things: {"token": things.record},
    "record_printed": lambda things: {"token": things.record},
    "duty_cover": _uuid("grant"),
    "duty_give_up": _uuid("grant"),
    "me_privacy_request": _uuid("request"),
    "dismiss_item": _uuid("item"),
    "stop_mail": lambda things: {"token": things.stop},
    "me_wrong_take_back": _uuid("correction"),
    "person_in_sight": _uuid("person"),
    "person_exemptions": _uuid("person"),
    "person_exemption_end": lambda things: {"uuid": things.person, "exemption": things.exemption},
    "team_member": _uuid("person"),
    "team_assessment": lambda things: {"uuid": things.person, "assessment": things.shared},
    "duty": _uuid("grant"),
    "duty_decide": _uuid("grant"),
    "duty_end": _uuid("grant"),
    "operating_correction": _uuid("correction"),
    "audit_entry": lambda things: {"entry_id": things.entry},
    "operating_privacy_request": _uuid("request"),
    "operating_privacy_person": _uuid("person"),
    "operating_privacy_json": _uuid("person"),
    "operating_privacy_pdf": _uuid("person"),
    "operating_privacy_erase": _uuid("person"),
    "operating_privacy_place_hold": _uuid("person"),
    "operating_privacy_hold": _uuid("hold"),
    "operating_retention_run": _uuid("run"),
    "operating_feed": _uuid("feed"),
    "operating_feed_settings": _uuid("feed"),
    "operating_feed_token": _uuid("feed"),
    "operating_feed_file": _uuid("fed"),
    "reference_units_unknown": _uuid("fed"),
    "operating_feed_aside": _uuid("fed"),
    "operating_feed_discard": _uuid("fed"),
    "operating_twin": lambda things: {"uuid": things.pair[0], "other": things.pair[1]},
    "operating_part": _uuid("merged"),
    "operating_job": _uuid("job"),
    "send_again": _uuid("message"),
    "authoring_import_one": _uuid("staged"),
    "department_levels_file": _uuid("level_file"),
    "authoring_import_discard": _uuid("staged"),
    "authoring_import_sheets": _uuid("staged"),
    "authoring_import_columns": lambda things: {"uuid": things.staged, "number": 1},
    "authoring_import_target": _uuid("staged"),
    "authoring_import_problems": _uuid("staged"),
    "authoring_import_problems_csv": _uuid("staged"),
    "authoring_import_difference": _uuid("staged"),
    "authoring_draft": lambda things: things.draft,
    "authoring_draft_for_good": lambda things: {
        "uuid": Version.objects.get(framework__slug=things.draft["framework"], label=things.draft["label"]).uuid,
        "rest": "review",
    },
    "authoring_checks": lambda things: things.draft,
    "authoring_checks_csv": lambda things: things.draft,
    "authoring_check_limits": lambda things: things.draft,
    "authoring_check_accept": lambda things: {**things.draft, "digest": things.finding},
    "authoring_check_take_back": lambda things: {**things.draft, "uuid": things.accepted},
    "authoring_details": lambda things: things.draft,
    "authoring_unsaved": lambda things: things.draft,
    "authoring_discard": lambda things: things.draft,
    "authoring_download": lambda things: {**things.draft, "format": "waymark"},
    "authoring_preview": lambda things: things.draft,
    "authoring_preview_role": _of_draft("role"),
    "authoring_preview_skill": lambda things: {**things.draft, "skill": things.draft_skill},
    "authoring_scales": lambda things: things.draft,
    "authoring_scale_new": lambda things: things.draft,
    "authoring_scale": lambda things: {**things.draft, "key": things.draft_scale},
    "authoring_scale_levels": lambda things: {**things.draft, "key": things.draft_scale},
    "authoring_skills": lambda things: things.draft,
    "authoring_skill_new": lambda things: things.draft,
    "authoring_skill": lambda things: {**things.draft, "skill": things.draft_skill},
    "authoring_skill_move": lambda things: {**things.draft, "skill": things.draft_skill},
    "authoring_skill_remove": lambda things: {**things.draft, "skill": things.draft_skill},
    "authoring_skill_restore": lambda things: {**things.draft, "skill": things.draft_skill},
    "authoring_families": lambda things: things.draft,
    "authoring_family_new": lambda things: things.draft,
    "authoring_family": _of_draft("family"),
    "authoring_family_move": _of_draft("family"),
    "authoring_family_remove": _of_draft("family"),
    "authoring_role_new": lambda things: things.draft,
    "authoring_role": _of_draft("role"),
    "authoring_role_move": _of_draft("role"),
    "authoring_role_remove": _of_draft("role"),
    "authoring_grid": _of_draft("role"),
    "authoring_level_new": _of_draft("role"),
    "authoring_level": _of_draft("role", "level"),
    "authoring_level_move": _of_draft("role", "level"),
    "authoring_level_remove": _of_draft("role", "level"),
    "authoring_level_requirements": _of_draft("role", "level"),
    "authoring_choice_new": _of_draft("role", "level"),
    "authoring_choice": _of_draft("role", "level", "choice"),
    "authoring_choice_remove": _of_draft("role", "level", "choice"),
    "authoring_sources": lambda things: things.draft,
    "authoring_pick": _of_draft("source"),
    "authoring_everything": _of_draft("source"),
    "authoring_origin": _of_draft("derived"),
    "authoring_context_one": _uuid("overlay"),
    "authoring_context_check": _uuid("overlay"),
    "authoring_context_change": _uuid("overlay"),
    "authoring_context_end": _uuid("overlay"),
    "authoring_group": lambda things: {"uuid": things.review.group},
    **{
        name: lambda things: things.draft
        for name in (
            "authoring_review",
            "authoring_review_remarks",
            "authoring_review_writing",
            "authoring_review_ask",
            "authoring_review_choose",
            "authoring_review_sign",
            "authoring_review_read",
            "authoring_review_skills",
            "authoring_review_threads",
            "authoring_review_suggestions",
        )
    },
    "authoring_review_invitation": _of_review("invitation"),
    "authoring_review_drop": _of_review("signatory"),
    "authoring_review_thread": _of_review("thread"),
    "authoring_review_suggestion": _of_review("suggestion"),
    "authoring_review_read_one": lambda things: {**things.draft, "passage": things.review.passage},
    "authoring_review_passage": lambda things: {**things.draft, "passage": things.review.passage},
    "authoring_review_suggest": lambda things: {**things.draft, "passage": things.review.passage, "field": "summary"},
    "authoring_release": lambda things: things.draft,
    "authoring_release_changes": lambda things: things.draft,
    "authoring_impact": lambda things: things.draft,
    "authoring_propose": lambda things: things.draft,
    "authoring_decide": lambda things: things.draft,
    "authoring_take_back": lambda things: things.draft,
    "authoring_successors": lambda things: things.draft,
    "authoring_successor": lambda things: {**things.draft, "kind": "role_level", "uuid": things.left_out},
}
"""Routes to an object that is somebody's."""


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Give every route of the site."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one)
        else:
            yield one


def _last(slug: str) -> str:
    return slug.rpartition("/")[2]
