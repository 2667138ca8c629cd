"""The circle: links between people, read from both sides, ended and never removed."""

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from residents.actions import Member, add_to_circle, change_link, end_link
from residents.circle import circle_of
from residents.models import CircleLink, Resident, TimelineEntry
from tests.factories.around import make_member
from tests.factories.people import make_resident


@pytest.fixture
def maria(asha: User) -> Resident:
    """Maria Hughes, whom we know."""
    return make_resident(asha, known_as="", given_name="Maria", family_name="Hughes", phone="07700900456")


def test_a_link_between_two_people_is_read_from_both_sides(jean: Resident, maria: Resident, asha: User) -> None:
    make_member(jean, asha, "carer", other=maria, relation="daughter")
    assert [one.words for one in circle_of(jean).now] == ["Carer: Maria Hughes"]
    assert [one.words for one in circle_of(maria).of] == ["Carer of Jean Smith"]
    assert CircleLink.objects.count() == 1


def test_nothing_of_somebody_we_know_is_copied(jean: Resident, maria: Resident, asha: User) -> None:
    link = make_member(jean, asha, other=maria, name="Mrs Hughes", phone="01375511000")
    assert (link.name, link.phone) == ("", "")
    assert circle_of(jean).now[0].phone == "07700900456"


def test_one_may_be_several_things_each_a_link_of_its_own(jean: Resident, maria: Resident, asha: User) -> None:
    add_to_circle(resident=jean, member=Member(other=maria), roles=["next_of_kin", "carer", "carer"], by=asha)
    assert [one.role for one in circle_of(jean).now] == ["Carer", "Next of kin"]


def test_both_timelines_and_the_audit_tell_of_it(jean: Resident, maria: Resident, asha: User) -> None:
    make_member(jean, asha, "attorney_health", other=maria)
    assert TimelineEntry.objects.filter(
        resident=jean, title="Circle: Maria Hughes, attorney for health and welfare, added"
    ).exists()
    assert TimelineEntry.objects.filter(
        resident=maria, title="Circle: attorney for health and welfare of Jean Smith, added"
    ).exists()
    assert set(Event.objects.filter(verb="resident.circle_added").values_list("resident_id", flat=True)) == {
        jean.pk,
        maria.pk,
    }


def test_an_ended_link_is_kept_with_its_dates(jean: Resident, maria: Resident, asha: User) -> None:
    link = make_member(jean, asha, other=maria)
    end_link(link=link, on=clock.today(), by=asha, version=link.version)
    circle = circle_of(jean)
    assert (circle.now, [one.link.ended_on for one in circle.ended]) == ([], [clock.today()])
    assert make_member(jean, asha, other=maria).pk != link.pk, "and may begin again"


def test_a_name_becomes_a_link_once_we_know_them(jean: Resident, maria: Resident, asha: User) -> None:
    link = make_member(jean, asha)
    change_link(link=link, member=Member(other=maria), by=asha, version=link.version)
    assert circle_of(maria).of[0].link.pk == link.pk
    link.refresh_from_db()
    assert (link.name, link.phone) == ("", "")


def test_two_who_change_one_link_do_not_overwrite_each_other(jean: Resident, asha: User, ben: User) -> None:
    link = make_member(jean, asha)
    change_link(link=link, member=Member(name="Maria", relation="niece"), by=asha, version=link.version)
    with pytest.raises(ChangedMeanwhile) as refusal:
        change_link(link=link, member=Member(name="Maria", relation="aunt"), by=ben, version=link.version)
    assert refusal.value.current.relation == "niece"  # type: ignore[attr-defined]


def test_refuses_the_same_link_twice_nobody_and_the_person_themselves(
    jean: Resident, maria: Resident, asha: User
) -> None:
    make_member(jean, asha, "carer", other=maria)
    for member in (Member(other=maria), Member(other=jean), Member(name=" ")):
        with pytest.raises(Refused):
            add_to_circle(resident=jean, member=member, roles=["carer"], by=asha)
    assert CircleLink.objects.count() == 1


@pytest.mark.parametrize("role", ["hal", "ines", "eve", "ada", "olu"])
def test_is_refused_to_who_may_not_change_people(jean: Resident, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotPermitted):
        make_member(jean, request.getfixturevalue(role))
    assert not CircleLink.objects.exists()


def test_somebody_stands_once_in_the_short_list_with_all_that_they_are(
    jean: Resident, maria: Resident, asha: User
) -> None:
    member = Member(other=maria, relation="daughter")
    add_to_circle(resident=jean, member=member, roles=["next_of_kin", "carer"], by=asha)
    assert circle_of(jean).in_short == ["Carer and next of kin: Maria Hughes (daughter)"]
    assert TimelineEntry.objects.filter(resident=jean, title__startswith="Circle: ").count() == 1
