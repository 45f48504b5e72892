"""The worklist weighs records by the verdicts that hang on them; the world's figures are in world.py.

Undetermined on the day, with everything below: *young* in SNV (2/2/1 of 5, three needed) and in
PTC (1/1/1 of 3, two needed), both for want of Minh's birthday; *qualified* in SNV (2/0/1 of 3,
three needed), for want of Giang's theory. All others are decided.
"""

import pytest

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.cadres.models import Cadre
from apps.cadres.quality import RULE, RULES
from apps.metrics.core.tally import UNKNOWN
from apps.metrics.core.verdict import Verdict
from apps.metrics.measuring import measure
from apps.metrics.settling import Worklist, worklist
from tests.factories import a_cadre, a_member, a_target, a_unit, appoint, qualify, train
from tests.world import TRAINED, World

pytestmark = pytest.mark.django_db
Row = tuple[str, str, int, int, int]


def rows(listed: Worklist, rule: str = "") -> list[Row]:
    """Person, rule, and how many verdicts it settles, may turn and shares in, in their order."""
    keys = dict(Cadre.objects.values_list("pk", "key"))
    found = [
        (keys[r.cadre_id], RULES[r.rule].code, r.settles, r.may_turn, r.shares)
        for r in listed.records.itertuples()
    ]
    return [row for row in found if rule in ("", row[1])]


def row_of(listed: Worklist, unit: object) -> int:
    return listed.stakes.units["unit_id"].tolist().index(unit.pk)


def test_records_that_settle_most_come_first(world: World) -> None:
    assert rows(worklist(world.an, world.day)) == [
        # Met, SNV has 3 of 5 and PTC 2 of 3; not met, 2 of 5 and 1 of 3: decided either way.
        ("minh", "born_day", 2, 2, 2),
        # Met, 3 of 3; not met, 2 of 3. The province is short of two anyway, whatever Giang has.
        ("giang", "no_political_theory", 1, 1, 1),
        # Giang leads nobody: no target looks at the gender.
        ("giang", "no_gender", 0, 0, 0),
        # Nobody but all would do, and Lan was trained too early: not met whatever Khoa did.
        ("khoa", "training_day", 0, 0, 0),
        ("quan", "training_day", 0, 0, 0),
    ]


def test_chi_born_in_a_month_is_no_work_since_no_verdict_depends_on_her_day(world: World) -> None:
    listed = rows(worklist(world.chi, world.day))
    assert listed == [("quan", "training_day", 0, 0, 0)]


def test_only_units_in_the_readers_scope_weigh(world: World) -> None:
    head = a_member("ptc", Role.HEAD, world.organisation)
    # Minh settles the verdict of PTC; SNV's is not the reader's.
    assert rows(worklist(head, world.day), "born_day") == [("minh", "born_day", 1, 1, 1)]


def test_every_verdict_that_hangs_on_a_record_is_named(world: World) -> None:
    listed = worklist(world.an, world.day)
    young, organisation, interior = world.young.pk, world.organisation.pk, world.interior.pk
    assert listed.hanging(0) == [(young, organisation, "settles"), (young, interior, "settles")]
    assert listed.hanging(1) == [(world.qualified.pk, interior, "settles")]
    assert listed.hanging(2) == []


def test_one_of_two_unknown_people_may_turn_a_verdict_but_does_not_settle_it(world: World) -> None:
    Cadre.objects.filter(key="khoa").update(born="1985")
    # SNV has 2 met, 1 not met, 2 unknown of 5, three needed: one who is met decides it, one who
    # is not does not. PTC has 1, 0, 2 of 3, two needed: likewise.
    assert rows(worklist(world.an, world.day), "born_day") == [
        ("khoa", "born_day", 0, 2, 2),
        ("minh", "born_day", 0, 2, 2),
    ]


def test_one_of_many_unknown_people_only_shares_in_a_verdict(world: World) -> None:
    unit = a_unit("X", under=world.empty)
    for number in range(4):
        a_cadre(f"x{number}", unit=unit, born=None)
    # 0 met of 4, four unknown, two needed: neither answer of one person decides. SYT has 3 met
    # of 9, five needed; it had 3 of 5. The province has 6 of 16, eight needed, five unknown.
    found = rows(worklist(world.an, world.day), "no_born")
    assert found == [(f"x{number}", "no_born", 0, 0, 4) for number in range(4)]


def test_a_level_below_the_one_asked_about_settles_as_well(world: World) -> None:
    listed = worklist(world.binh, world.day)
    place = rows(listed).index(("giang", "no_political_theory", 1, 1, 1))
    # Bits of the codes not met (1) and met (3): a level below or from intermediate up.
    assert listed.possible[place][3] == 0b1010


def test_a_fact_that_cannot_decide_alone_settles_only_one_way(world: World) -> None:
    # Without degree and theory, a theory below intermediate decides that the target is not met;
    # one above leaves the degree to be asked for. SNV: 2 met, 1 unknown of 3, all needed.
    Cadre.objects.get(key="giang").qualifications.all().delete()
    found = rows(worklist(world.an, world.day))
    assert ("giang", "no_professional", 0, 1, 1) in found
    assert ("giang", "no_political_theory", 0, 1, 1) in found


def test_a_value_in_doubt_weighs_the_verdicts_that_it_may_turn(world: World) -> None:
    # Lan, 39, was awarded a degree before she was born: her age is in doubt. Were she 40, PTC
    # would have 0 met of 3, one unknown: not met instead of undetermined; SNV 1 of 5: not met;
    # the province 5 met of 12, one unknown, six needed: undetermined instead of met.
    qualify(world.cadres["lan"], awarded_on="1980")
    assert rows(worklist(world.an, world.day), "early_award") == [("lan", "early_award", 0, 3, 0)]


def test_a_likely_duplicate_weighs_the_verdicts_that_it_may_turn(world: World) -> None:
    twin = a_cadre("twin", name="Lê Thị Chi", born="1975-12-01", gender="female", unit=world.empty)
    Cadre.objects.filter(key="chi").update(born="1975-12-01")
    train(twin, "2024-01-01")
    # Young with the twin: SYT 3 of 6, PKH 0 of 1, the province 6 of 13, one unknown, seven needed.
    # Without the twin PKH has nobody instead of not met: both targets of everyone. The province
    # turns from undetermined (6 + 1 of 13) to met (6 of 12). Without Chi the province does so too,
    # SYT stays met at 3 of 5, and no woman who leads is missed: 2 of 4, three needed, not met.
    found = {row[0]: row[2:] for row in rows(worklist(world.an, world.day), "duplicate")}
    assert found == {"twin": (0, 3, 0), "chi": (0, 2, 0)}


def test_two_windows_of_one_course_are_both_decided(world: World) -> None:
    narrow = {**TRAINED["trained"], "since": "2025-01-01"}
    a_target({"trained": narrow}, plan=world.plan, code="lately", threshold_bp=10_000)
    listed = worklist(world.an, world.day)
    place = [row[:2] for row in rows(listed)].index(("khoa", "training_day"))
    assert listed.possible[place][[2, 4]].tolist() == [0b1010, 0b1010]


def test_facts_of_people_who_are_counted_elsewhere_are_no_work_here(world: World) -> None:
    guest = a_cadre("guest", unit=world.health, born=None)
    appoint(guest, world.interior, is_primary=False)
    assert rows(worklist(world.binh, world.day), "no_born") == []
    assert [row[0] for row in rows(worklist(world.chi, world.day), "no_born")] == ["guest"]


def test_another_day_has_other_work(world: World) -> None:
    # In 2026 Minh is forty for certain; and in 2024 he was not for certain.
    for year in (2024, 2026):
        listed = worklist(world.an, world.day.replace(year=year))
        assert rows(listed, "born_day") == []


@pytest.mark.parametrize("reader", ["an", "binh", "chi", "coordinator"])
def test_the_verdicts_and_counts_are_those_of_the_dashboard(reader: str, world: World) -> None:
    listed = worklist(getattr(world, reader), world.day)
    figures = measure([world.day])
    figures = figures[figures["scope"] == "subtree"].set_index(["unit_key", "target"])
    keys = {unit.pk: unit.key for unit in world.units.values()}
    for row, unit_id in enumerate(listed.stakes.units["unit_id"]):
        for i, version in enumerate(world.targets):
            figure = figures.loc[(keys[unit_id], version.target.code)]
            counts = [figure["met"], figure["not_met"], figure["unknown"]]
            assert listed.stakes.counts[row, i].tolist() == counts
            assert listed.stakes.verdicts[row, i] == figure["verdict"]


def test_every_unknown_person_stands_in_the_list_with_what_would_decide(world: World) -> None:
    listed = worklist(world.an, world.day)
    known = {
        (r.cadre_id, i)
        for place, r in enumerate(listed.records.itertuples())
        for i in range(4)
        if listed.codes[place, i] == UNKNOWN and listed.possible[place, i] & 0b1010
    }
    # Minh for young; Khoa and Quân for trained; Giang for qualified.
    assert len(known) == 4 == sum(listed.stakes.counts[row_of(listed, world.province), :, 2])


def test_mending_all_records_of_a_rule_decides_what_none_alone_does(world: World) -> None:
    Cadre.objects.filter(key="khoa").update(born="1985")
    listed = worklist(world.an, world.day)
    number = RULES.index(RULE["born_day"])
    # Young in PTC and in SNV are open for Khoa and Minh together, and for nobody else.
    assert listed.decided(number, row_of(listed, world.province)) == 2
    assert listed.decided(number, row_of(listed, world.organisation)) == 1
    assert listed.decided(number, row_of(listed, world.health)) == 0
    assert listed.decided(RULES.index(RULE["no_born"]), 0) == 0


def test_units_are_told_apart_with_everything_below(world: World) -> None:
    listed = worklist(world.an, world.day)
    everyone = [row_of(listed, unit) for unit in (world.province, world.interior, world.profession)]
    # Minh, Giang, Khoa, Quân; young twice and qualified once are undetermined, all in SNV.
    assert listed.people[everyone].tolist() == [4, 3, 1]
    assert listed.undetermined[everyone].tolist() == [3, 3, 0]
    of_rule = listed.by_rule[everyone, RULES.index(RULE["training_day"])]
    assert of_rule.tolist() == [2, 1, 1]
    assert listed.below(everyone[1]).sum() == 2


def test_nothing_to_mend_is_an_empty_list(world: World) -> None:
    head = a_member("pkh", Role.HEAD, world.empty)
    listed = worklist(head, world.day)
    assert len(listed.records) == 0
    assert listed.stakes.verdicts[0].tolist() == [Verdict.NO_POPULATION.value] * 4
    nobody: User = world.auditor
    assert len(worklist(nobody, world.day).records) == 0


def test_without_targets_missing_facts_are_listed_and_weigh_nothing(world: World) -> None:
    for version in world.targets:
        version.delete()
    assert rows(worklist(world.an, world.day)) == [("giang", "no_gender", 0, 0, 0)]
