"""Every constraint refuses what its name says, written past the application by raw SQL."""

import re

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, transaction

pytestmark = pytest.mark.django_db

UNIT = "(SELECT id FROM units_unit WHERE key = 'SNV')"
CADRE = "(SELECT id FROM cadres_cadre WHERE key = 'an')"
TARGET = "(SELECT min(id) FROM targets_target)"
VERSION = "(SELECT min(id) FROM targets_targetversion)"
USER = "(SELECT min(id) FROM accounts_user)"
PLACE = "INSERT INTO units_placement (unit_id, parent_id, name, start_on, end_on) VALUES"
POST = """INSERT INTO cadres_appointment
    (cadre_id, unit_id, title, is_leadership, managed_by, is_primary, decision, start_on, end_on)
    VALUES"""
RUN = """INSERT INTO metrics_run
    (version_ids, as_of, edition, computed_at, reason, people, seconds) VALUES"""
VERSIONED = """INSERT INTO targets_targetversion (target_id, name, name_en, population, criterion,
    threshold_bp, due_on, legal_basis, provisional, provisional_en, start_on, end_on)"""
OWN = (
    "INSERT INTO targets_unitthreshold (target_id, unit_id, threshold_bp, start_on, end_on) VALUES"
)
MEMBER = "INSERT INTO units_membership (user_id, role, unit_id, start_on, end_on) VALUES"
TOKEN = """INSERT INTO accounts_apitoken (user_id, name, digest, scopes, unit_key, made_on, expires_on)
    VALUES"""
KEPT = """INSERT INTO api_keptanswer (caller, key, asked, rights, status, location, tag, body, made_at)
    VALUES"""
SUCCESSION = "INSERT INTO units_succession (predecessor_id, successor_id, effective_on) VALUES"
SCHEDULE = """INSERT INTO reports_schedule (unit_id, kind, period, language, style, state, imprint,
    covered_until, made_by_id) VALUES"""
NOTICE = 'INSERT INTO notices_notice (user_id, code, "values", link, mail, mail_tries) VALUES'
TABLE = "INSERT INTO reports_tabletemplate (unit_id, name, definition, saved_by_id) VALUES"
POSTS = "INSERT INTO units_headcountquota (unit_id, posts, decision, start_on, end_on) VALUES"
JOB = "INSERT INTO jobs_job (kind, day, state, lease_owner, attempts, error, asked_by, finished_at)"
BATCH = """INSERT INTO imports_batch (unit_id, uploaded_by_id, uploaded_on, name, file, sha256, size,
    failed_in, reason, readings, counts, effect, digest, marks, kept, samples, language, state)
    VALUES (1, 1, '2025-01-01', 'x', '', '', 1, '', '', '[]', '{}', '{}', '', '{}', '{}', '[]', 'vi',"""
GRANT = """INSERT INTO administration_grantrequest (asked_by_id, user_id, unit_id, start_on, end_on,
    reason, note, role, state, decided_by_id) VALUES"""
INVITATION = """INSERT INTO administration_invitation (user_id, made_by_id, reason, digest, until,
    needs_second, confirmed_by_id, used_at, withdrawn_at) VALUES"""
OTHER = "(SELECT max(id) FROM accounts_user)"
QUESTION = """INSERT INTO imports_question (batch_id, token, sheet, row, said, candidates, why,
    may_be_new, answer) VALUES"""
FORMER = 'INSERT INTO imports_former (batch_id, "table", object_id, columns) VALUES'
REMEMBERED = (
    "INSERT INTO imports_rememberedreading (unit_id, headings, reading, saved_by_id) VALUES"
)
REORGANISATION = """INSERT INTO reorganisation_reorganisation (name, effective_on, plan, faults, marks,
    covers, sources, work, refusal, language, prepared_by_id, decision, state, acted_by_id, acted_at)
    VALUES ('x', '2025-07-01', '{}', '[]', '{}', '{}', '{}', '', '', 'vi', 1,"""
SCENARIO = "INSERT INTO scenarios_scenario (unit_id, plan_id, made_by_id, words, numbers, is_shared, name) VALUES"
PLAN = "(SELECT min(id) FROM targets_plan)"
BEFORE = "INSERT INTO reorganisation_former (reorganisation_id, source, object_id, columns) VALUES"

REPORT = """INSERT INTO reports_report (kind, unit_id, asked_by_id, imprint, reason, figures, moment,
    digest, code, day, period, language, style, number, issued_on, state, saved_table) VALUES
    ('progress', 1, 1, '{}', '', '{}',"""
ISSUED = f"{REPORT} '{{\"x\": 1}}', 'd', '', '2025-01-01', 'day', 'vi', 'state',"
LONG_LIST = """INSERT INTO reports_longlist (key, code, query, day, title, language, covers, entry, reason,
    rows, asked_by_id, size, kind, format, state) VALUES
    ('', '', '', '2025-01-01', 'x', 'vi', '{1}', '{}', '', 0, 1, 0,"""
LIST_OF_TWO = """INSERT INTO reports_longlist (key, code, query, day, title, language, covers, entry, reason,
    rows, asked_by_id, size, kind, format, state, downloads, request_id, confirmed_by_id) VALUES
    ('', '', '', '2025-01-01', 'x', 'vi', '{1}', '{}', '', 0, 1, 0, 'who', 'csv', 'asked',"""
LIST_REQUEST = """INSERT INTO reports_listrequest (key, code, query, day, title, language, covers, entry, words,
    reason, note, kind, format, asked_by_id, until, begun_at, state, decided_by_id) VALUES
    ('', '', '', '2025-01-01', 'x', 'vi', '{1}', '{}', '{}', 'x', '', 'who', 'csv',"""
REPORT_FILE = "INSERT INTO reports_reportfile (report_id, content, sha256, size, format) VALUES"

ASKED = """INSERT INTO privacy_subjectrequest (cadre_id, unit_id, way, words, received_on, put_off_because,
    "right", due_on, state, reply, closed_on) VALUES"""
ASKED_OF = f"{ASKED} ({CADRE}, {UNIT}, 'letter', '', '2025-01-01', '',"
SEAL = """INSERT INTO audit_seal (number, "table", day, sealed_at, rows, columns, marks, content,
    before, digest, after, last) VALUES (1, 'x', '2025-01-01', now(), 0, '[]', '', '', '',"""

REFUSED = {
    "an_identity_belongs_to_one_account": """INSERT INTO accounts_identity
        (user_id, issuer, subject, linked_at) SELECT id, 'https://id.example', 'x', now()
        FROM accounts_user LIMIT 2""",
    # Seals of the history.
    "a_table_is_sealed_once_at_a_time": f"{SEAL} 'a', 0, 0); {SEAL} 'b', 0, 0)",
    "a_seal_covers_rows_forward": f"{SEAL} 'a', 2, 1)",
    "a_gap_says_why": """INSERT INTO audit_gap ("table", spans, rows, at, "by", reason, sign)
        VALUES ('x', '[]', 0, now(), '', '', '')""",
    # Requests on personal data.
    "a_request_asks_for_a_known_right": f"{ASKED_OF} 'fly', '2025-01-11', 'received', '', NULL)",
    "a_request_is_due_after_it_came_in": f"{ASKED_OF} 'see', '2024-12-31', 'received', '', NULL)",
    "a_closed_request_says_when": f"{ASKED_OF} 'see', '2025-01-11', 'answered', '', NULL)",
    "a_refusal_gives_its_reason": f"{ASKED_OF} 'see', '2025-01-11', 'refused', '', '2025-01-02')",
    # Units and their places.
    "unit_kind_is_a_known_code": "UPDATE units_unit SET kind = 'ministry'",
    "a_unit_has_a_key": "UPDATE units_unit SET key = '' WHERE key = 'SNV'",
    "placement_ends_after_it_starts": f"{PLACE} ({UNIT}, NULL, 'x', '2020-05', '2020-05-01')",
    "a_unit_is_not_its_own_parent": f"UPDATE units_placement SET parent_id = unit_id WHERE unit_id = {UNIT}",
    "placements_of_a_unit_do_not_overlap": f"{PLACE} ({UNIT}, NULL, 'x', '2030', NULL)",
    "a_succession_is_recorded_once": f"""{SUCCESSION}
        ({UNIT}, (SELECT id FROM units_unit WHERE key = 'SYT'), '2025-03-01'),
        ({UNIT}, (SELECT id FROM units_unit WHERE key = 'SYT'), '2025-03-01')""",
    "a_unit_does_not_succeed_itself": f"{SUCCESSION} ({UNIT}, {UNIT}, '2025-03-01')",
    "headcount_ends_after_it_starts": f"{POSTS} ({UNIT}, 5, '', '2025', '2025-01-01')",
    "headcount_is_a_plausible_number": f"{POSTS} ({UNIT}, 1000001, '', NULL, NULL)",
    "headcounts_of_a_unit_do_not_overlap": f"{POSTS} ({UNIT}, 5, '', '2025', '2027'), ({UNIT}, 6, '', '2026', NULL)",
    "membership_ends_after_it_starts": f"{MEMBER} ({USER}, 'head', {UNIT}, '2025-01-01', '2025-01-01')",
    "membership_role_is_a_known_code": f"{MEMBER} ({USER}, 'king', {UNIT}, '2025-01-01', NULL)",
    # Programs that act for users.
    "a_token_lives_a_year_at_most": f"{TOKEN} ({USER}, 'x', 'd', '{{plans:read}}', '', '2025-01-01', '2026-01-03')",
    "a_token_has_known_scopes": f"{TOKEN} ({USER}, 'x', 'd', '{{all}}', '', '2025-01-01', '2025-06-01')",
    "a_caller_uses_an_idempotency_key_once": f"{KEPT} ('a', 'k', '', '', 0, '', '', '', now()), ('a', 'k', '', '', 0, '', '', '', now())",
    # People and facts.
    "gender_is_a_known_code_or_empty": "UPDATE cadres_cadre SET gender = 'x'",
    "a_cadre_has_a_key_and_a_name": "UPDATE cadres_cadre SET full_name = '' WHERE key = 'an'",
    "appointment_ends_after_it_starts": f"{POST} ({CADRE}, {UNIT}, 'x', false, 'unit', false, '', '2021', '2020')",
    "a_personal_number_belongs_to_one_cadre": "UPDATE cadres_cadre SET personal_number = 'sealed', personal_number_index = 'same'",
    "a_personal_number_has_its_index": "UPDATE cadres_cadre SET personal_number = 'sealed'",
    "appointment_kind_is_a_known_code": "UPDATE cadres_appointment SET kind = 'loan'",
    "why_a_post_ended_is_a_known_code": "UPDATE cadres_appointment SET ended_by = 'magic'",
    "a_secondment_is_not_the_primary_post": "UPDATE cadres_appointment SET kind = 'secondment' WHERE is_primary",
    "managed_by_is_a_known_code": "UPDATE cadres_appointment SET managed_by = 'mars'",
    "primary_appointments_of_a_cadre_do_not_overlap": f"{POST} ({CADRE}, {UNIT}, 'x', false, 'unit', true, '', '2099', NULL)",
    "qualification_kind_and_level_are_known_codes": "UPDATE cadres_qualification SET kind = 'political_theory', level = 'doctorate'",
    "one_appraisal_a_year": f"INSERT INTO cadres_appraisal (cadre_id, year, rating) VALUES ({CADRE}, 2024, 'good'), ({CADRE}, 2024, 'excellent')",
    "rating_is_a_known_code": f"INSERT INTO cadres_appraisal (cadre_id, year, rating) VALUES ({CADRE}, 2024, 'superb')",
    "appraisal_year_is_plausible": f"INSERT INTO cadres_appraisal (cadre_id, year, rating) VALUES ({CADRE}, 1900, 'good')",
    "one_planned_retirement_a_cadre": f"INSERT INTO cadres_plannedretirement (cadre_id, last_day, ground, note) VALUES ({CADRE}, '2030-01-31', 'kept_on', 'x'), ({CADRE}, '2031-01-31', 'kept_on', 'x')",
    "retirement_ground_is_a_known_code": f"INSERT INTO cadres_plannedretirement (cadre_id, last_day, ground, note) VALUES ({CADRE}, '2030-01-31', 'magic', 'x')",
    "a_planned_retirement_says_why": f"INSERT INTO cadres_plannedretirement (cadre_id, last_day, ground, note) VALUES ({CADRE}, '2030-01-31', 'kept_on', '')",
    "a_person_is_received_after_they_leave": f"""INSERT INTO cadres_receipt
        (cadre_id, sent_from_id, received_in_id, by_id, decision, received_at, left_on, start_on)
        VALUES ({CADRE}, {UNIT}, {UNIT}, {USER}, '', now(), '2025-01-02', '2025-01-01')""",
    # Plans and targets.
    "plan_ends_after_it_starts": "UPDATE targets_plan SET end_on = start_on",
    "a_plan_has_a_target_code_once": "UPDATE targets_target SET code = 'young'",
    "threshold_is_above_0_to_100_percent": "UPDATE targets_targetversion SET threshold_bp = 10001",
    "version_ends_after_it_starts": "UPDATE targets_targetversion SET start_on = '2025', end_on = '2025-01'",
    "versions_of_a_target_do_not_overlap": f"""{VERSIONED}
        SELECT target_id, name, name_en, population, criterion, 1, due_on, '', '', '', '2030', NULL
        FROM targets_targetversion""",
    "unit_threshold_is_above_0_to_100_percent": f"{OWN} ({TARGET}, {UNIT}, 0, NULL, NULL)",
    "thresholds_of_a_unit_do_not_overlap": f"{OWN} ({TARGET}, {UNIT}, 5, '2020', '2022'), ({TARGET}, {UNIT}, 5, '2021', NULL)",
    # Runs and jobs.
    "one_run_an_edition": f"{RUN} ('{{}}', '2025-06-30', 1, now(), 'asked', 0, 0), ('{{}}', '2025-06-30', 1, now(), 'asked', 0, 0)",
    "one_job_of_a_kind_for_a_day_and_subject": f"{JOB} VALUES ('night', '2025-01-01', 'queued', '', 0, '', '', NULL), ('night', '2025-01-01', 'queued', '', 0, '', '', NULL)",
    "a_running_job_has_a_lease": f"{JOB} VALUES ('night', '2025-01-01', 'running', '', 0, '', '', NULL)",
    "a_job_finishes_after_it_is_asked_for": f"{JOB} VALUES ('night', '2025-01-01', 'queued', '', 0, '', '', now() - interval '1 day')",
    "a_user_keeps_one_draft_of_a_form": f"""INSERT INTO entry_draft (user_id, act, subject, label, address, fields, saved_at)
        VALUES ({USER}, 'end', '', '', '', '{{}}', now()), ({USER}, 'end', '', '', '', '{{}}', now())""",
    # Imports.
    "batch_state_is_a_known_code": f"{BATCH} 'lost')",
    "a_written_batch_says_when": f"{BATCH} 'applied')",
    "report_state_is_a_known_code": f"{REPORT} '{{}}', '', '', '2025-01-01', 'day', 'vi', 'state', '', NULL, 'lost', '{{}}')",
    "report_period_is_a_known_code": f"{REPORT} '{{}}', '', '', '2025-01-01', 'week', 'vi', 'state', '', NULL, 'draft', '{{}}')",
    "report_language_is_a_known_code": f"{REPORT} '{{}}', '', '', '2025-01-01', 'day', 'fr', 'state', '', NULL, 'draft', '{{}}')",
    "an_issued_report_has_number_day_figures_and_moment": f"{ISSUED} '', NULL, 'issued', '{{}}')",
    "a_report_on_a_table_keeps_the_table": f"{REPORT} '{{}}', '', '', '2025-01-01', 'day', 'vi', 'state', '', NULL, 'draft', '{{\"name\": 1}}')",
    "a_unit_gives_a_number_once_a_day": f"{ISSUED} '7', '2025-01-02', 'issued', '{{}}'); {ISSUED} '7', '2025-01-02', 'issued', '{{}}')",
    "list_kind_is_a_known_code": f"{LONG_LIST} 'all', 'csv', 'asked')",
    "list_format_is_a_known_code": f"{LONG_LIST} 'who', 'odt', 'asked')",
    "list_state_is_a_known_code": f"{LONG_LIST} 'who', 'csv', 'lost')",
    "a_list_that_is_ready_was_written": f"{LONG_LIST} 'who', 'csv', 'ready')",
    "a_list_that_takes_two_was_confirmed_by_another": f"{LIST_OF_TWO} 0, 1, 1)",
    "a_list_that_takes_two_goes_out_once": f"{LIST_OF_TWO} 2, 1, {OTHER})",
    "list_request_state_is_a_known_code": f"{LIST_REQUEST} {USER}, '2999-01-01', NULL, 'lost', {OTHER})",
    "a_decided_list_request_says_by_whom": f"{LIST_REQUEST} {USER}, '2999-01-01', NULL, 'refused', NULL)",
    "nobody_confirms_a_list_that_they_asked_for": f"{LIST_REQUEST} {USER}, '2999-01-01', NULL, 'confirmed', {USER})",
    "a_list_that_takes_two_begins_once_confirmed": f"{LIST_REQUEST} {USER}, '2999-01-01', now(), 'waiting', NULL)",
    "a_list_request_lasts_a_while": f"{LIST_REQUEST} {USER}, '2001-01-01', NULL, 'waiting', NULL)",
    "a_part_of_a_list_comes_once": "INSERT INTO reports_longlistpart (list_id, number, content) VALUES (1, 0, ''), (1, 0, '')",
    "a_report_has_a_format_once": f"{REPORT_FILE} (1, '', '', 0, 'pdf'), (1, '', '', 0, 'pdf')",
    "report_format_is_a_known_code": f"{REPORT_FILE} (1, '', '', 0, 'odt')",
    "a_question_is_asked_once_in_a_batch": f"{QUESTION} (1, 'x', 's', 1, '{{}}', '[]', 'name', true, ''), (1, 'x', 's', 2, '{{}}', '[]', 'name', true, '')",
    "a_batch_keeps_a_former_row_once": f"{FORMER} (1, 'x', 1, '{{}}'), (1, 'x', 1, '{{}}')",
    "a_reorganisation_names_its_decision": f"{REORGANISATION} '', 'draft', NULL, NULL)",
    "a_reorganisation_that_was_applied_says_by_whom": f"{REORGANISATION} 'd', 'applied', NULL, NULL)",
    "nobody_confirms_a_reorganisation_that_they_asked_for": """INSERT INTO
        reorganisation_reorganisation (name, effective_on, plan, faults, marks, covers, sources, work,
        refusal, language, prepared_by_id, decision, state, asked_by_id, confirmed_by_id)
        VALUES ('x', '2025-07-01', '{}', '[]', '{}', '{}', '{}', '', '', 'vi', 1, 'd', 'draft', 1, 1)""",
    "a_person_goes_one_way_in_a_plan": f"""INSERT INTO reorganisation_destination
        (reorganisation_id, cadre_id, "to") VALUES (1, {CADRE}, 'SNV'), (1, {CADRE}, '')""",
    "a_reorganisation_keeps_a_former_row_once": f"{BEFORE} (1, 'x', 1, '{{}}'), (1, 'x', 1, NULL)",
    "a_reading_of_a_unit_is_remembered_once": f"{REMEMBERED} (1, 'x', '{{}}', 1), (1, 'x', '{{}}', 1)",
    "schedule_period_is_one_that_repeats": f"{SCHEDULE} ({UNIT}, 'x', 'day', 'vi', 'state', 'active', '{{}}', '2025-01-01', {USER})",
    "schedule_language_is_a_known_code": f"{SCHEDULE} ({UNIT}, 'x', 'month', 'fr', 'state', 'active', '{{}}', '2025-01-01', {USER})",
    "schedule_style_is_a_known_code": f"{SCHEDULE} ({UNIT}, 'x', 'month', 'vi', 'own', 'active', '{{}}', '2025-01-01', {USER})",
    "schedule_state_is_a_known_code": f"{SCHEDULE} ({UNIT}, 'x', 'month', 'vi', 'state', 'lost', '{{}}', '2025-01-01', {USER})",
    "a_unit_has_a_schedule_once": f"{SCHEDULE} ({UNIT}, 'x', 'month', 'vi', 'state', 'active', '{{}}', '2025-01-01', {USER}), ({UNIT}, 'x', 'month', 'vi', 'party', 'paused', '{{}}', '2025-01-01', {USER})",
    "a_period_of_a_schedule_has_one_report": "INSERT INTO reports_turn (schedule_id, ends_on) VALUES (1, '2025-06-30'), (1, '2025-06-30')",
    "a_unit_names_a_table_once": f"{TABLE} ({UNIT}, 'x', '{{}}', {USER}), ({UNIT}, 'x', '{{}}', {USER})",
    "a_table_template_has_a_name": f"{TABLE} ({UNIT}, '', '{{}}', {USER})",
    # Accounts.
    "nobody_is_told_twice_before_looking": f"{NOTICE} ({USER}, 'x', '{{}}', '/', 'none', 0), ({USER}, 'x', '{{}}', '/', 'none', 0)",
    "notice_mail_is_a_known_code": f"{NOTICE} ({USER}, 'x', '{{}}', '/', 'lost', 0)",
    "a_notice_leads_to_a_page_of_the_site": f"{NOTICE} ({USER}, 'x', '{{}}', '//elsewhere', 'none', 0)",
    "a_role_is_asked_for_once_at_a_time": f"{GRANT} ({USER}, {OTHER}, {UNIT}, '2025-01-01', NULL, '', '', 'head', 'waiting', NULL), ({OTHER}, {OTHER}, {UNIT}, '2025-01-01', NULL, '', '', 'head', 'waiting', NULL)",
    "request_state_is_a_known_code": f"{GRANT} ({USER}, {OTHER}, {UNIT}, '2025-01-01', NULL, '', '', 'head', 'lost', {OTHER})",
    "request_role_is_a_known_code": f"{GRANT} ({USER}, {OTHER}, {UNIT}, '2025-01-01', NULL, '', '', 'king', 'waiting', NULL)",
    "request_ends_after_it_starts": f"{GRANT} ({USER}, {OTHER}, {UNIT}, '2025-01-01', '2025-01-01', '', '', 'head', 'waiting', NULL)",
    "a_decided_request_says_by_whom": f"{GRANT} ({USER}, {OTHER}, {UNIT}, '2025-01-01', NULL, '', '', 'head', 'refused', NULL)",
    "nobody_confirms_what_they_asked_for_or_get": f"{GRANT} ({USER}, {OTHER}, {UNIT}, '2025-01-01', NULL, '', '', 'head', 'confirmed', {USER})",
    "a_user_has_one_open_invitation": f"{INVITATION} ({USER}, NULL, '', 'x', '2099-01-01', false, NULL, NULL, NULL), ({USER}, NULL, '', 'y', '2099-01-01', false, NULL, NULL, NULL)",
    "an_invitation_lasts_a_while": f"{INVITATION} ({USER}, NULL, '', 'x', '2020-01-01', false, NULL, NULL, NULL)",
    "an_invitation_is_used_or_withdrawn": f"{INVITATION} ({USER}, NULL, '', 'x', '2099-01-01', false, NULL, now(), now())",
    "nobody_confirms_an_invitation_of_their_own": f"{INVITATION} ({USER}, {OTHER}, '', 'x', '2099-01-01', true, {OTHER}, NULL, NULL)",
    "what_needs_two_is_used_after_both_said_so": f"{INVITATION} ({USER}, {OTHER}, '', 'x', '2099-01-01', true, NULL, now(), NULL)",
    "a_scenario_has_a_name": f"{SCENARIO} ({UNIT}, {PLAN}, {USER}, '', '{{}}', false, '')",
    "nobody_names_two_scenarios_alike": f"{SCENARIO} ({UNIT}, {PLAN}, {USER}, '', '{{}}', false, 'x'), ({UNIT}, {PLAN}, {USER}, '', '{{}}', false, 'x')",
    "user_names_differ_by_more_than_case": "UPDATE accounts_user SET username = 'AN' WHERE username = 'binh'",
}  # fmt: skip


def write(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_keeps_its_word(world, name):
    with pytest.raises(IntegrityError, match=f'"{name}"'):
        write(REFUSED[name])


def test_every_constraint_of_ours_is_tried_and_reads_as_a_sentence():
    ours = [model for model in apps.get_models() if model.__module__.startswith("apps.")]
    named = {
        constraint.name
        for model in ours
        for constraint in model._meta.constraints
        if not model.__name__.endswith("Event")
    }
    assert named == REFUSED.keys()
    assert all(re.fullmatch(r"[a-z]+(_[a-z0-9]+){2,}", name) for name in named)


@pytest.mark.parametrize(
    ("table", "column"),
    [("cadres_cadre", "born"), ("cadres_appointment", "start_on"), ("units_placement", "end_on")],
)
@pytest.mark.parametrize("text", ["2023-02-30", "2023-13", "2023-00", "2023-5", "soon", ""])
def test_a_date_that_no_calendar_has_is_refused(world, table, column, text):
    with pytest.raises((DataError, IntegrityError)):
        write(f"UPDATE {table} SET {column} = '{text}'")


@pytest.mark.parametrize(
    "table",
    ["cadres_cadre", "units_unit", "cadres_trainingcategory", "targets_target", "accounts_user"],
)
def test_what_others_refer_to_is_not_deleted(published, table):
    with pytest.raises(IntegrityError, match="foreign key"):
        write(f"DELETE FROM {table}; SET CONSTRAINTS ALL IMMEDIATE")
