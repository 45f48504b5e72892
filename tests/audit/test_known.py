"""The facts as they were known: whatever was written since is taken back for the block."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from django.db import connection, transaction

from apps.accounts.models import User
from apps.audit.history import acting, record_first_versions, without_history
from apps.audit.known import facts_as_known, present_moment, standing_still, tracked
from apps.cadres.models import Appointment, Cadre, Qualification, Training
from apps.common.partial import PartialDate
from apps.metrics.measuring import measure
from apps.targets.models import TargetVersion
from apps.units.services import rename_unit
from tests.factories import a_cadre
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 30)


def test_every_table_with_a_history_is_known() -> None:
    assert {"cadres_cadre", "cadres_appointment", "units_placement", "targets_targetversion"} <= {
        *tracked()
    }


def test_the_figures_of_an_earlier_moment_are_computed_again(world: World) -> None:
    before = measure([DAY])
    moment = present_moment()
    with acting("an"):
        Appointment.objects.filter(cadre__key="lan").delete()
        Cadre.objects.filter(key="khoa").update(gender="female")
        Qualification.objects.filter(cadre__key="binh").delete()
        Training.objects.filter(cadre__key="chi").update(completed_on=PartialDate(2019))
        TargetVersion.objects.filter(pk=world.women.pk).update(threshold_bp=100)
        newcomer = a_cadre(key="moi")
        Appointment.objects.filter(cadre__key="minh").update(cadre=newcomer)
    assert not measure([DAY]).equals(before)
    after = measure([DAY])
    with facts_as_known(moment):
        assert not Cadre.objects.filter(key="moi").exists()
        assert Cadre.objects.get(key="khoa").gender == "male"
        pd.testing.assert_frame_equal(measure([DAY]), before)
    pd.testing.assert_frame_equal(measure([DAY]), after)


def test_a_row_changed_twice_stands_as_it_was_at_the_moment(world: World) -> None:
    cadre = Cadre.objects.get(key="an")
    names = []
    moments = []
    for name in ("Nguyễn Văn Ân", "Nguyễn Văn Ấn", "Nguyễn Văn Ẩn"):
        cadre.full_name = name
        cadre.save()
        moments.append(present_moment("cadres_cadre"))
    for moment in moments:
        with facts_as_known(moment):
            names.append(Cadre.objects.get(key="an").full_name)
    assert names == ["Nguyễn Văn Ân", "Nguyễn Văn Ấn", "Nguyễn Văn Ẩn"]


def test_an_account_that_was_changed_since_stands_in_nobodys_way(world: World) -> None:
    moment = present_moment()
    User.objects.filter(username="an").update(full_name="Nguyễn Văn Ấn")
    Cadre.objects.filter(key="an").update(full_name="Nguyễn Văn Ấn")
    with facts_as_known(moment):
        assert User.objects.get(username="an").full_name == "Nguyễn Văn Ấn"
        assert Cadre.objects.get(key="an").full_name == "Nguyễn Văn An"


def test_the_former_tree_is_read(world: World) -> None:
    moment = present_moment()
    rename_unit(unit=world.interior, name="Sở Khác", from_day=date(2025, 1, 1), by=world.an)
    with facts_as_known(moment):
        assert world.interior.placements.as_of(DAY).get().name == "Sở Nội vụ"
    assert world.interior.placements.as_of(DAY).get().name == "Sở Khác"


def test_what_an_error_leaves_behind_is_nothing(world: World) -> None:
    moment = present_moment()
    Cadre.objects.filter(key="an").update(gender="")
    with pytest.raises(KeyError), transaction.atomic(), facts_as_known(moment):
        raise KeyError
    assert Cadre.objects.get(key="an").gender == ""


def test_rows_written_without_history_are_known_once_they_are_recorded(world: World) -> None:
    with without_history():
        a_cadre(key="moi", gender="male")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.retention TO 'on'; TRUNCATE cadres_cadreevent")
        record_first_versions(cursor, Cadre)
    moment = present_moment()
    Cadre.objects.filter(key="moi").update(gender="female")
    with facts_as_known(moment):
        assert Cadre.objects.get(key="moi").gender == "male"


def test_the_moment_of_an_open_transaction_cannot_be_chosen(world: World) -> None:
    with pytest.raises(RuntimeError), standing_still():
        pass


@pytest.mark.django_db(transaction=True)
def test_nobody_writes_while_the_facts_stand_still() -> None:
    other = connection.copy()
    try:
        with standing_still(), other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
            with pytest.raises(Exception, match="lock timeout"):
                cursor.execute(
                    "INSERT INTO units_unit (key, name, name_key, kind, code,"
                    " is_illustrative) VALUES ('X', 'X', 'x', 'city', '', false)"
                )
    finally:
        other.close()
