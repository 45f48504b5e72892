"""The database shows and lets write of the people of the actor's units only (acceptance 11).

Nothing here goes through a page: whatever statement a request runs, a forgotten filter or SQL that
was slipped in, meets these walls.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction

from apps.accounts.models import User
from apps.accounts.roles import HOLDS, Permission, Role
from apps.audit.walls import build
from apps.cadres import walls
from apps.cadres.models import (
    Appointment,
    Appraisal,
    Cadre,
    Lookup,
    PlannedRetirement,
    Qualification,
    Receipt,
    Training,
)
from apps.cadres.services.people import register_cadre
from apps.cadres.services.posts import Post, appoint
from apps.common.partial import PartialDate
from apps.common.reach import Reach, beyond_scope
from apps.common.stepping_down import APP, EVERYBODY, FIGURES, JOBS, acting_for, as_figures, as_jobs
from apps.metrics.models import Result, Run
from apps.metrics.services import refresh, refresh_changes
from apps.reorganisation import walls as plans
from apps.units.models import Membership, Placement
from tests.factories import a_cadre, a_member, a_unit, new_appointment, place, qualify
from tests.factories import appoint as post_of

INTERIOR = {"binh", "giang", "khoa", "lan", "minh"}
HEALTH = {"chi", "hanh", "oanh", "phuc", "quan"}
FACTS = (Appointment, Qualification, Training, Appraisal, PlannedRetirement)


def sql(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def tables() -> dict[str, str]:
    """Return every table of people with the column that names the person."""
    found = {policy.table: "cadre_id" for policy in walls.policies()}
    return found | {"cadres_cadre": "id", "cadres_cadreevent": "pgh_obj_id"}


def seen() -> dict[str, set[str]]:
    """Return whose rows are seen in each table, by staff number."""
    with beyond_scope(Reach.MATCHING):
        keys = dict(Cadre.objects.values_list("pk", "key"))
    return {
        table: {keys[pk] for (pk,) in sql(f"SELECT DISTINCT {column} FROM {table}")}
        for table, column in tables().items()
        if table != "cadres_lookup"
    }


def people() -> set[str]:
    return set(Cadre.objects.values_list("key", flat=True))


def refused(act, why: str = "row-level security|permission denied") -> None:
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        act()


@pytest.fixture
def facts(world):
    """Let everybody have a row in every table of facts, and so a version of it too."""
    for cadre in world.cadres.values():
        Appraisal.objects.create(cadre=cadre, year=2024, rating="good")
        Training.objects.create(cadre=cadre, category_id="knowledge_update", name="x")
        PlannedRetirement.objects.create(
            cadre=cadre, last_day="2030-01-01", ground="early", note="x"
        )
    return world


def test_without_an_actor_there_is_nobody(world):
    for nobody in (None, world.an.pk + 1_000_000):
        with acting_for(nobody):
            assert set().union(*seen().values()) == set()
            assert Cadre.objects.update(gender="male") == 0
            assert all(model.objects.all()._raw_delete("default") == 0 for model in FACTS)


@pytest.mark.parametrize(
    ("name", "whom"),
    [("binh", INTERIOR), ("officer", INTERIOR), ("chi", HEALTH), ("coordinator", set()),
     ("auditor", set()), ("administrator", set()),
     ("an", INTERIOR | HEALTH | {"an", "dung"})],
)  # fmt: skip
def test_each_sees_the_people_of_their_own_units_in_every_table(facts, name, whom):
    with acting_for(getattr(facts, name).pk):
        found = seen()
        for table in ("cadres_cadre", *(model._meta.db_table for model in FACTS)):
            assert found.pop(table) == whom, table
            assert found.pop(f"{table}event") == whom, table
        assert all(others <= whom for others in found.values())


def test_a_post_or_a_place_of_any_day_is_enough(world):
    """Nobody who was ever there is lost to the unit, whichever day a page looks at."""
    place(a_unit("OLD", start_on="2020-01-01"), under=world.interior, start_on=None,
          end_on="2020-01-01")  # fmt: skip
    a_cadre("former", unit=world.organisation, start_on="2001-01-01", end_on="2002-01-01")
    a_cadre("coming", unit=world.organisation, start_on="2090-01-01")
    a_cadre("moved", unit=apps.get_model("units.Unit").objects.get(key="OLD"))
    a_cadre("lent", unit=world.health)
    post_of(Cadre.objects.get(key="lent"), world.interior, is_primary=False, kind="secondment")
    with acting_for(world.binh.pk):
        assert people() == INTERIOR | {"former", "coming", "moved", "lent"}


def test_rights_count_from_their_first_day_to_their_last(world):
    today = sql("SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date")[0][0]
    held = Membership.objects.filter(user=world.binh)
    day = timedelta(days=1)
    for first, last, is_held in (
        (today, None, True), (today, today + day, True), (today + day, None, False),
        (today - day, today, False),
    ):  # fmt: skip
        held.update(start_on=first, end_on=last)
        with acting_for(world.binh.pk):
            assert bool(people()) == is_held
        held.update(role=Role.LEADER, unit=world.province)
        with acting_for(world.binh.pk):
            assert (sql("SELECT current_user::text")[0][0] == EVERYBODY) == is_held
        held.update(role=Role.HEAD, unit=world.interior)


def test_the_database_knows_which_roles_see_and_keep_people_as_the_code_does(world):
    for role in Role:
        user = a_member(f"holds-{role}", role, world.interior)
        with acting_for(user.pk):
            for permission in (Permission.PEOPLE_VIEW, Permission.PEOPLE_EDIT):
                units = sql("SELECT units_of_actor(%s)", permission)[0][0]
                assert bool(units) == (permission in HOLDS[role]), (role, permission)


def test_who_answers_for_the_whole_tree_alone_sees_everybody(world):
    def role(user: User) -> str:
        with acting_for(user.pk):
            return sql("SELECT current_user::text")[0][0]

    assert role(world.an) == EVERYBODY
    assert role(world.binh) == role(world.coordinator) == role(world.administrator) == APP
    a_cadre("apart", unit=a_unit("APART", kind="city"))
    assert role(world.an) == APP  # there is another tree
    with acting_for(world.an.pk):
        assert people() == INTERIOR | HEALTH | {"an", "dung"}
    Placement.objects.filter(parent=None).delete()
    assert role(world.an) == role(world.binh) == APP  # there is none


def test_who_sees_everybody_is_not_asked_for_each(world):
    """Without a condition before it the search by name may use its index."""
    with acting_for(world.an.pk):
        assert "SubPlan" not in Cadre.objects.all().explain()
    with acting_for(world.binh.pk):
        assert "SubPlan" in Cadre.objects.all().explain()


def test_an_officer_gives_no_post_and_takes_nobody_beyond_their_units(world):
    """T3: neither a post elsewhere, nor somebody of elsewhere into a unit of one's own."""
    own, foreign = world.cadres["khoa"], world.cadres["oanh"]
    held = own.appointments.get()
    said = {"is_primary": False, "kind": "appointment"}
    elsewhere = post_of(own, world.health, **said)
    with acting_for(world.officer.pk):
        refused(lambda: new_appointment(own, world.health, **said).save())
        refused(lambda: new_appointment(foreign, world.organisation, **said).save())
        refused(lambda: Appointment.objects.filter(pk=held.pk).update(unit=world.health))
        refused(lambda: Appointment.objects.filter(pk=held.pk).update(cadre=foreign))
        assert Appointment.objects.filter(cadre=foreign).update(title="x") == 0
        assert Cadre.objects.filter(pk=foreign.pk).update(full_name="x") == 0
        # What is held elsewhere may be ended, and changes of one's own are no matter.
        assert Appointment.objects.filter(pk=elsewhere.pk).update(end_on="2025-01-01") == 1
        assert Appointment.objects.filter(pk=held.pk).update(unit=world.interior) == 1
        new_appointment(own, world.organisation, **said).save()
    for model, fields in (
        (Qualification, {"kind": "professional", "level": "master"}),
        (Training, {"category_id": "knowledge_update"}),
        (Appraisal, {"year": 2020, "rating": "good"}),
        (PlannedRetirement, {"last_day": "2030-01-01", "ground": "early", "note": "x"}),
    ):
        with acting_for(world.officer.pk):
            fact = model.objects.create(cadre=own, **fields)
            refused(
                lambda model=model, fields=fields: model.objects.create(cadre=foreign, **fields)
            )
            refused(lambda fact=fact: type(fact).objects.filter(pk=fact.pk).update(cadre=foreign))
        with acting_for(world.chi.pk):
            assert not model.objects.filter(pk=fact.pk).delete()[0]


def test_who_sees_people_without_keeping_their_records_writes_nothing(world):
    for name in ("binh", "an"):
        with acting_for(getattr(world, name).pk):
            assert Cadre.objects.exists()
            for model in (Cadre, *FACTS):
                with connection.cursor() as cursor:
                    for act in ("UPDATE {} SET id = id", "DELETE FROM {}"):
                        cursor.execute(act.format(model._meta.db_table))
                        assert cursor.rowcount == 0
            refused(lambda: qualify(world.cadres["khoa"], "master"))
            refused(lambda: register_cadre(full_name="Lý An", born=None, gender="", by=world.an))


def test_seeing_a_unit_is_not_keeping_its_records(world):
    Membership.objects.create(
        user=world.officer, unit=world.health, role=Role.HEAD, start_on="2020-01-01"
    )
    own, foreign = world.cadres["khoa"], world.cadres["oanh"]
    said = {"is_primary": False, "kind": "appointment"}
    with acting_for(world.officer.pk):
        assert people() == INTERIOR | HEALTH
        assert Cadre.objects.filter(pk=foreign.pk).update(full_name="x") == 0
        refused(lambda: own.appointments.update(cadre=foreign))
        refused(lambda: own.qualifications.update(cadre=foreign))
        refused(lambda: new_appointment(own, world.health, **said).save())
        refused(lambda: new_appointment(foreign, world.organisation, **said).save())


def test_whom_an_officer_registers_is_theirs_to_appoint_and_nobody_else_is_written(world):
    with acting_for(world.officer.pk):
        columns = "key, full_name, name_key, sort_key, gender"
        refused(lambda: sql(f"INSERT INTO cadres_cadre ({columns}) VALUES ('x', 'x', '', '', '')"))
        with transaction.atomic():
            made = register_cadre(full_name="Lý An", born=None, gender="", by=world.officer)
            post = Post(unit=world.organisation, title="x", managed_by="unit", is_leadership=False,
                        start_on=PartialDate.parse("2025-01-01"))  # fmt: skip
            appoint(cadre=made, post=post, by=world.officer)
        sql("SELECT set_config('app.registered', '', true)")
        assert made.key in people()


def test_views_and_functions_are_no_way_around(world):
    foreign = world.cadres["oanh"].appointments.get()
    with acting_for(world.officer.pk):
        for view in walls.VIEWS.values():
            refused(lambda view=view: sql(f"INSERT INTO {view} VALUES (1)"))
            refused(lambda view=view: sql(f"DELETE FROM {view}"))
        refused(lambda: sql("ALTER TABLE cadres_cadre DISABLE ROW LEVEL SECURITY"), "owner")
        refused(lambda: sql("DROP POLICY of_actor ON cadres_cadre"), "owner")
        sql("SET LOCAL row_security TO off")
        refused(lambda: sql("SELECT * FROM cadres_cadre"), "row-level security")
        sql("SET LOCAL row_security TO on")
        sql("CREATE TEMPORARY TABLE units_membership AS SELECT * FROM public.units_membership")
        sql("UPDATE pg_temp.units_membership SET unit_id = %s", world.province.pk)
        assert not Appointment.objects.filter(pk=foreign.pk).exists()


def test_receipts_are_seen_with_their_person_and_written_by_receiving_alone(world):
    said = {"sent_from": world.health, "received_in": world.interior, "left_on": "2025-01-01",
            "start_on": "2025-01-01", "by": world.officer, "received_at": "2025-01-01T00:00Z"}  # fmt: skip
    Receipt.objects.create(cadre=world.cadres["oanh"], **said)
    for name, count in (("an", 1), ("chi", 1), ("binh", 0), ("officer", 0)):
        with acting_for(getattr(world, name).pk):
            assert Receipt.objects.count() == count
    with acting_for(world.officer.pk):
        refused(lambda: Receipt.objects.create(cadre=world.cadres["khoa"], **said))
        with beyond_scope(Reach.RECEIVING):
            Receipt.objects.create(cadre=world.cadres["khoa"], **said)


def test_looks_are_seen_by_whoever_looked(world):
    now = "2025-06-30T00:00Z"
    with acting_for(world.officer.pk):
        Lookup.objects.create(user=world.officer, looked_at=now)
        refused(lambda: Lookup.objects.create(user=world.chi, looked_at=now))
    with acting_for(world.chi.pk):
        assert not Lookup.objects.exists()


def test_every_table_that_names_a_person_stands_behind_the_wall(db):
    """What stands outside holds ids and notes, and says nothing of the person."""
    outside = {"cadres_changedcadre", "metrics_standing", "audit_shown"}
    # The words of requests of data subjects: not yet.
    outside |= {"privacy_subjectrequest", "privacy_subjectrequestevent"}
    people_of = [row[0] for row in sql("""SELECT table_name FROM information_schema.columns
        JOIN pg_class ON relname = table_name AND relkind = 'r'
        WHERE column_name = 'cadre_id' AND table_schema = current_schema()""")]  # fmt: skip
    planned = plans.policies()
    assert set(people_of) - set(tables()) - set(planned) <= outside
    held = sql("SELECT tablename::text, policyname::text FROM pg_policies")
    wanted = [*walls.policies(), *(p for policies in planned.values() for p in policies)]
    assert {(p.table, p.name) for p in wanted} <= set(held)
    for (is_on,) in sql("SELECT relrowsecurity FROM pg_class WHERE oid = ANY(%s::regclass[])",
                        [*tables(), *planned]):  # fmt: skip
        assert is_on


def test_migrating_again_makes_good_what_was_taken_down(world):
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the commit would stand in the way
    sql("DROP POLICY of_actor ON cadres_cadre")
    sql("ALTER TABLE cadres_training DISABLE ROW LEVEL SECURITY")
    sql("CREATE POLICY slack ON cadres_appraisal TO PUBLIC USING (true)")
    with connection.cursor() as cursor:
        build(cursor)
    with acting_for(world.chi.pk):
        assert people() == HEALTH
        trained = set(Training.objects.values_list("cadre_id", flat=True))
        assert trained <= set(Cadre.objects.values_list("pk", flat=True))
    assert not sql("SELECT 1 FROM pg_policies WHERE policyname = 'slack'")


def test_jobs_and_figures_see_everybody_and_figures_change_nobody(world):
    """The role that computes figures reads facts and writes runs; it cannot write a fact."""
    with as_jobs():
        assert len(people()) == 12
    with as_figures():
        assert len(people()) == 12
        for model in (Cadre, *FACTS):
            table = model._meta.db_table
            for act in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}",
                        f"INSERT INTO {table} DEFAULT VALUES"):  # fmt: skip
                refused(lambda act=act: sql(act), "permission denied")
        refused(lambda: sql("SELECT password FROM accounts_user"), "permission denied")
        run = refresh(day=world.day)
        assert Result.objects.filter(from_run=run.pk).exists()
    post_of(world.cadres["khoa"], world.interior, is_primary=False, kind="appointment")
    with as_figures():
        assert refresh_changes(day=world.day).reason == Run.Reason.CHANGE


def test_reaching_beyond_ends_with_its_block(world):
    with acting_for(world.binh.pk):
        for reason in Reach:
            with beyond_scope(reason):
                assert len(people()) == 12
                said = sql("SELECT current_user::text, current_setting('app.actor')")[0]
                assert said[0] in (JOBS, FIGURES)
                assert said[1] == str(world.binh.pk)
            assert people() == INTERIOR
        with pytest.raises(ZeroDivisionError), beyond_scope(Reach.COUNTING):
            raise ZeroDivisionError
        assert people() == INTERIOR
    with beyond_scope(Reach.COUNTING):  # an operator's own work goes on as it is
        assert sql("SELECT current_user = session_user")[0][0]


def test_errors_rollbacks_and_lost_connections_show_nobody_more(live_world):
    with acting_for(live_world.binh.pk):
        with pytest.raises(DatabaseError), transaction.atomic():
            Cadre.objects.extra(where=["1/0 = 1"]).exists()
        assert people() == INTERIOR
        with pytest.raises(DatabaseError), transaction.atomic(), beyond_scope(Reach.COUNTING):
            Cadre.objects.extra(where=["1/0 = 1"]).exists()
        assert people() == INTERIOR
        with transaction.atomic():
            with beyond_scope(Reach.RECEIVING), transaction.atomic():
                assert len(people()) == 12
                transaction.set_rollback(True)
            assert people() == INTERIOR
            transaction.set_rollback(True)
        assert people() == INTERIOR
        connection.close()
        assert people() == INTERIOR
    with acting_for(None):
        assert people() == set()


def test_many_borrowers_of_few_connections_see_their_own_people(live_world):
    # 5 connections, 300 borrowings; the drill in docs/security.md makes 10,000.
    everybody = INTERIOR | HEALTH | {"an", "dung"}
    actors = [(live_world.binh.pk, INTERIOR), (live_world.chi.pk, HEALTH),
              (live_world.an.pk, everybody), (None, set())]  # fmt: skip

    def borrow(number: int) -> bool:
        actor, own = actors[number % 4]
        with acting_for(actor):
            if number % 7 == 0:
                with pytest.raises(DatabaseError), transaction.atomic():
                    Cadre.objects.extra(where=["1/0 = 1"]).exists()
            if number % 5 == 0:
                with beyond_scope(Reach.COUNTING):
                    Cadre.objects.count()
            return people() == own

    with ThreadPoolExecutor(5, initializer=connections.close_all) as pool:
        assert all(pool.map(borrow, range(300)))
        list(pool.map(lambda _: connections.close_all(), range(50)))
