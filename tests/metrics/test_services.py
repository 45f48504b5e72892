"""Publishing the figures of a day: whole, by edition, growing only with what changes."""

from datetime import date

import pytest

from apps.audit.history import without_history
from apps.cadres.models import Appointment, Cadre, ChangedCadre, Training
from apps.jobs.models import Job
from apps.jobs.services import LeaseLostError, ask, take_next
from apps.metrics.core.profile import split
from apps.metrics.core.verdict import judge
from apps.metrics.figures import figures_of
from apps.metrics.models import Result, Run, Standing
from apps.metrics.services import refresh, refresh_changes
from apps.targets.models import TargetVersion, UnitThreshold
from apps.targets.services import correct_target, revise_target, set_unit_threshold, withdraw_target
from apps.units.models import Placement, Unit
from tests.factories import a_cadre, a_unit, place, train
from tests.figures import by_key, counts_at, figures_at, shown

# met, not met, unknown with everything below; the same alone: see tests/world.py.
FIGURES = {
    "TINH": [((6, 5, 1), (1, 1, 0)), ((3, 2, 0), (0, 1, 0)), ((6, 4, 2), (1, 1, 0)), ((4, 1, 1), (0, 0, 0))],
    "SNV": [((2, 2, 1), (1, 1, 0)), ((1, 1, 0), (1, 0, 0)), ((2, 2, 1), (2, 0, 0)), ((2, 0, 1), (0, 0, 1))],
    "PTC": [((1, 1, 1),) * 2, ((0, 1, 0),) * 2, ((0, 2, 1),) * 2, ((2, 0, 0),) * 2],
    "SYT": [((3, 2, 0), (1, 1, 0)), ((2, 0, 0), (1, 0, 0)), ((3, 1, 1), (2, 0, 0)), ((2, 1, 0), (1, 0, 0))],
    "PNV": [((2, 1, 0),) * 2, ((1, 0, 0),) * 2, ((1, 1, 1),) * 2, ((1, 1, 0),) * 2],
    "PKH": [((0, 0, 0),) * 2] * 4,
}  # fmt: skip
# The verdict, and the people to be changed.
VERDICTS = {
    "TINH": [("met", 0), ("met", 0), ("not_met", 6), ("not_met", 2)],
    "SNV": [("undetermined", 1), ("not_met", 1), ("not_met", 3), ("undetermined", 1)],
    "SYT": [("met", 0), ("met", 0), ("not_met", 2), ("not_met", 1)],
    "PTC": [("undetermined", 1), ("not_met", 1), ("not_met", 3), ("met", 0)],
    "PNV": [("met", 0), ("met", 0), ("not_met", 2), ("not_met", 1)],
    "PKH": [("no_population", None)] * 4,
}
FEBRUARY = date(2025, 2, 28)


@pytest.mark.parametrize("key", FIGURES)
@pytest.mark.parametrize("place", range(4), ids=["young", "women", "trained", "qualified"])
def test_the_figures_of_the_world_are_those_worked_by_hand(published, key, place):
    row = counts_at(published.run, published.units[key], published.targets[place])
    below, own = FIGURES[key][place]
    assert (row.met, row.not_met, row.unknown) == below
    assert (row.own_met, row.own_not_met, row.own_unknown) == own
    said = judge(
        met=row.met, not_met=row.not_met, unknown=row.unknown, threshold_bp=row.threshold_bp
    )
    assert (said.verdict, said.gap_replace) == VERDICTS[key][place]


def test_a_run_says_how_many_people_it_counted_and_for_which_day(published):
    run = published.run
    assert (run.as_of, run.edition, run.people, run.reason) == (published.day, 1, 12, "asked")
    assert run.seconds > 0
    assert Run.objects.get().seconds == run.seconds


def test_a_closed_unit_has_figures_only_before_it_closed(world):
    after, before = refresh(day=world.day), refresh(day=FEBRUARY)
    assert not figures_of(after, [world.closed.pk])
    row = counts_at(before, world.closed, world.young)
    # On 28 February Minh, born in 1985, was still there.
    assert (row.met, row.not_met, row.unknown) == (0, 0, 1)
    # Publishing the earlier day again opened the unit's rows; the later run does not see them.
    again = refresh(day=world.day)
    assert not figures_of(again, [world.closed.pk])
    assert shown(after) == shown(again)


def test_the_profile_counts_the_people_below(published):
    unit_id = published.interior.pk
    ages, degrees, theory = split(figures_of(published.run, [unit_id])[unit_id].profile)
    # Bình, Lan: women; Khoa, Minh: men; Giang not recorded.
    assert ages.sum(axis=1).tolist() == [1, 2, 2]
    # Under 40: Giang 37 and Lan 39; forty to 44: Bình and Khoa; Minh, 39 or 40, in no known band.
    assert ages.sum(axis=0).tolist() == [0, 0, 2, 2, 0, 0, 0, 0, 1]
    # Minh college; Giang and Khoa university; Bình master; Lan doctorate.
    assert degrees.tolist() == [0, 0, 0, 1, 2, 1, 1, 0]
    # Khoa and Minh intermediate; Bình and Lan advanced; Giang not recorded.
    assert theory.tolist() == [0, 0, 2, 2, 0, 1]


def test_a_day_computed_again_is_a_new_edition_and_the_first_stays_readable(published):
    first, before = published.run, shown(published.run)
    Cadre.objects.filter(key="an").update(gender="female")
    second = refresh(day=published.day)
    assert (second.as_of, second.edition) == (first.as_of, 2)
    assert shown(first) == before
    women = {
        run: counts_at(run, published.province, published.women).met for run in (first, second)
    }
    assert women == {first: 3, second: 4}
    assert list(Run.objects.latest_editions()) == [second]


def test_a_second_identical_run_stores_no_figure_again(published):
    results = Result.objects.count()
    again = refresh(day=published.day)
    assert Result.objects.count() == results
    assert shown(again) == shown(published.run)


def test_a_change_stores_only_the_figures_that_it_changed(published):
    results = Result.objects.count()
    # Dũng was never trained: the province's figures for one target change, nobody else's.
    train(published.cadres["dung"], "2024-01-01")
    run = refresh(day=published.day)
    assert Result.objects.count() == results + 1
    (row,) = Result.objects.filter(from_run=run.pk)
    assert row.unit == published.province
    assert counts_at(run, published.province, published.trained).met == 7


def test_a_unit_without_people_has_figures_too(published):
    found = figures_of(published.run, [published.empty.pk])[published.empty.pk]
    assert [sum(counts[1:]) for counts in found.counts.values()] == [0, 0, 0, 0]


def test_a_unit_that_opens_or_closes_opens_or_closes_its_rows(published):
    opened = a_unit("new", under=published.health, start_on="2025-06-01")
    Placement.objects.filter(unit=published.empty).update(end_on="2025-06-15")
    run = refresh(day=published.day)
    both = [opened.pk, published.empty.pk]
    assert list(figures_of(run, both)) == [opened.pk]
    assert list(figures_of(published.run, both)) == [published.empty.pk]


def test_whoever_serves_in_a_unit_outside_the_tree_is_not_counted(published):
    Placement.objects.filter(unit=published.profession).update(end_on="2025-06-15")
    run = refresh(day=published.day)
    assert run.people == 9
    assert counts_at(run, published.province, published.young).met == 4


def test_an_empty_system_publishes_an_empty_run(db):
    run = refresh(day=date(2025, 6, 30))
    assert (run.people, Result.objects.count()) == (0, 0)


def test_a_system_without_targets_publishes_profiles_of_nobody(db):
    a_cadre(unit=a_unit("alone"))
    run = refresh(day=date(2025, 6, 30))
    ((counts, profile),) = Result.objects.values_list("counts", "profile")
    assert (run.people, counts, sum(bytes(profile))) == (0, [], 0)
    assert refresh_changes(day=date(2025, 6, 30)).people == 0


class TestTargets:
    """Targets that change, and units with thresholds of their own."""

    def test_a_units_own_threshold_stands_from_its_day(self, world):
        set_unit_threshold(
            target=world.young.target,
            unit=world.health,
            threshold_bp=8000,
            from_day=date(2025, 6, 1),
            by=world.coordinator,
        )
        before, after = refresh(day=date(2025, 5, 31)), refresh(day=world.day)
        for run, expected in ((before, 5000), (after, 8000)):
            told = {key: row.threshold_bp for key, row in by_key(run, world.young).items()}
            assert told.pop("SYT") == expected
            assert set(told.values()) == {5000}

    def test_a_new_version_counts_from_its_day_and_earlier_days_keep_theirs(self, world):
        revised = revise_target(
            target=world.young.target,
            from_day=date(2025, 6, 1),
            by=world.coordinator,
            criterion={"age_below": 35},
        )
        before, after = refresh(day=date(2025, 5, 31)), refresh(day=world.day)
        # On 31 May Khoa, forty on 30 June, was still under it: seven.
        assert counts_at(before, world.province, world.young).met == 7
        assert not by_key(before, revised)
        # Under 35: Hạnh 29, Oanh 34, Phúc 32; Dũng is 35.
        assert counts_at(after, world.province, revised).met == 3
        assert not by_key(after, world.young)

    def test_a_withdrawn_target_has_no_figures_any_more(self, published):
        withdraw_target(
            target=published.women.target, from_day=date(2025, 6, 1), by=published.coordinator
        )
        run = refresh(day=published.day)
        assert not by_key(run, published.women)
        assert len(by_key(published.run, published.women)) == 6


class TestChanges:
    """Taking in what was saved since the last run."""

    def test_without_a_change_there_is_nothing_to_do(self, world):
        refresh_changes(day=world.day)
        assert refresh_changes(day=world.day) is None
        assert Run.objects.count() == 1

    def test_only_the_changed_people_are_looked_at_again(self, world):
        refresh_changes(day=world.day)
        with without_history():  # silent: leaves no note
            Cadre.objects.filter(key="an").update(gender="female")
        Cadre.objects.filter(key="khoa").update(gender="female")
        run = refresh_changes(day=world.day)
        women = {key: row.met for key, row in by_key(run, world.women).items()}
        # Khoa is now a woman; that An would be one too is not known.
        assert women == {
            "TINH": 4, "SNV": 2, "PTC": 1, "SYT": 2, "PNV": 1, "PKH": 0,
        }  # fmt: skip
        whole = refresh(day=world.day)
        assert counts_at(whole, world.province, world.women).met == 5

    def test_a_change_of_nobodys_figure_is_still_a_run(self, world):
        refresh_changes(day=world.day)
        before = Result.objects.count()
        Cadre.objects.filter(key="khoa").update(full_name="Phạm Khoa")
        run = refresh_changes(day=world.day)
        assert (run.edition, run.reason, Result.objects.count()) == (2, "change", before)

    @pytest.mark.parametrize(
        ("silent", "loud"),
        [
            ("tree", lambda world: place(world.closed, under=world.health, start_on="2025-04-01")),
            (
                "threshold",
                lambda world: UnitThreshold.objects.create(
                    target=world.young.target, unit=world.health, threshold_bp=100
                ),
            ),
            (
                "target",
                lambda world: correct_target(
                    version=world.women, by=world.coordinator, criterion={"gender": "male"}
                ),
            ),
            ("version", lambda world: TargetVersion.objects.update(threshold_bp=1)),
            ("kind", lambda world: Unit.objects.filter(key="SYT").update(kind="commune")),
        ],
    )
    def test_a_change_of_the_rules_looks_at_everyone_again(self, world, silent, loud):
        refresh_changes(day=world.day)
        with without_history():
            Cadre.objects.filter(key="an").update(gender="female")
        loud(world)
        run = refresh_changes(day=world.day)
        assert run.reason == "change"
        assert figures_at(run) == figures_at(refresh(day=world.day))

    def test_another_day_looks_at_everyone_again(self, world):
        refresh_changes(day=FEBRUARY)
        Cadre.objects.filter(key="an").update(gender="female")
        run = refresh_changes(day=world.day)
        assert figures_at(run) == figures_at(refresh(day=world.day))

    def test_a_whole_run_between_changes_does_not_confuse_them(self, world):
        refresh_changes(day=world.day)
        refresh(day=FEBRUARY, reason=Run.Reason.NIGHT)
        assert not Standing.objects.exists()
        Cadre.objects.filter(key="an").update(gender="female")
        run = refresh_changes(day=world.day)
        assert figures_at(run) == figures_at(refresh(day=world.day))

    def test_every_note_is_taken_in_once(self, world):
        assert ChangedCadre.objects.exists()
        refresh_changes(day=world.day)
        assert not ChangedCadre.objects.exists()
        train(world.cadres["dung"], "2024-01-01")
        Training.objects.filter(cadre__key="dung").update(completed_on="2024-02-02")
        assert ChangedCadre.objects.filter(cadre_id=world.cadres["dung"].pk).count() == 2
        refresh_changes(day=world.day)
        assert not ChangedCadre.objects.exists()

    def test_when_a_large_part_changed_everyone_is_looked_at_again(self, world):
        refresh_changes(day=world.day)
        with without_history():
            Cadre.objects.filter(key="an").update(born="2000-01-01")
        Appointment.objects.exclude(cadre__key="an").update(title="Cán bộ")  # eleven of twelve
        run = refresh_changes(day=world.day)
        assert counts_at(run, world.province, world.young).met == 7


class TestUnderALease:
    """A run and its job end together or not at all."""

    def test_the_run_finishes_its_job(self, world):
        ask(kind="night", days=[world.day])
        run = refresh(day=world.day, job=take_next(kind="night", owner="me"))
        job = Job.objects.get()
        assert (job.state, job.lease_until) == ("done", None)
        assert run.as_of == world.day

    @pytest.mark.parametrize("taken", ["by another", "by the same worker once more", "is done"])
    def test_a_lost_lease_takes_the_whole_run_back(self, world, taken):
        ask(kind="night", days=[world.day])
        job = take_next(kind="night", owner="me")
        changes = {
            "by another": {"lease_owner": "you"},
            "by the same worker once more": {"attempts": 2},
            "is done": {"state": "done"},
        }
        Job.objects.update(**changes[taken])
        with pytest.raises(LeaseLostError):
            refresh(day=world.day, job=job)
        assert not Run.objects.exists()
        assert not Result.objects.exists()
