"""The circle on the details page: chosen by a search, or noted with a name and a number."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Event
from residents.actions import share
from residents.models import CircleLink, Resident
from tests.factories.around import make_member
from tests.factories.people import make_resident


@pytest.fixture
def maria(asha: User) -> Resident:
    """Maria Hughes, whom we know."""
    return make_resident(asha, known_as="", given_name="Maria", family_name="Hughes", phone="07700900456")


def at(person: Resident, name: str = "details", **more: Any) -> str:
    return reverse(f"residents:{name}", kwargs={"reference": person.reference, **more})


def opened(client: Client, user: User, address: str) -> BeautifulSoup:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(page: Any) -> str:
    return " ".join(page.get_text(" ").split())


def test_somebody_we_know_is_found_chosen_and_linked(
    client: Client, jean: Resident, maria: Resident, asha: User
) -> None:
    page = opened(client, asha, f"{at(jean, 'circle_find')}?q=maria+hughes")
    assert not page.select(".tc-banner"), "a list has no banner"
    pick = page.select_one(".tc-find__option a")["href"]
    assert f"person={maria.reference}" in pick
    assert Event.objects.get(subject_type="residents.circle_find").detail["residents"] == [str(maria.pk)]
    client.post(pick, {"roles": ["carer", "next_of_kin"], "relation": "daughter", "may_speak_for": "yes"})
    assert CircleLink.objects.filter(resident=jean, other=maria, name="").count() == 2
    around = words(opened(client, asha, at(jean)).select_one(".tc-circle"))
    assert "Carer : Maria Hughes (daughter)" in around
    assert "07700900456" in around
    assert "Carer of Jean Smith" in words(opened(client, asha, at(maria)))


def test_the_overview_shows_the_circle_short_on_both_pages(
    client: Client, jean: Resident, maria: Resident, asha: User
) -> None:
    make_member(jean, asha, other=maria)
    for number in range(6):
        make_member(jean, asha, "friend", name=f"Neighbour {number}")
    page = words(opened(client, asha, jean.get_absolute_url()))
    assert "Carer: Maria Hughes" in page
    assert "and 2 more" in page
    assert "Carer of Jean Smith" in words(opened(client, asha, maria.get_absolute_url()))


def test_somebody_we_do_not_know_is_a_name_and_a_number(client: Client, jean: Resident, asha: User) -> None:
    page = opened(client, asha, f"{at(jean, 'circle_find')}?q=Zbigniew+Xu")
    assert "Nobody like that is known." in words(page)
    new = next(link["href"] for link in page.select("main a") if "name=" in link["href"])
    assert opened(client, asha, new).select_one("#id_name")["value"] == "Zbigniew Xu"
    client.post(new, {"name": "Zbigniew Xu", "phone": "01375 511000", "roles": ["friend"]})
    link = CircleLink.objects.get()
    assert (link.other, link.name, link.phone) == (None, "Zbigniew Xu", "01375511000")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"roles": ["carer"]}, "name"),
        ({"name": "Maria"}, "roles"),
        ({"name": "Maria", "roles": ["carer"], "phone": "12"}, "phone"),
        ({"name": "Maria", "roles": ["king"]}, "roles"),
    ],
)
def test_refuses_what_is_missing_beside_its_field(
    client: Client, jean: Resident, asha: User, given: dict[str, Any], field: str
) -> None:
    client.force_login(asha)
    answer = client.post(at(jean, "circle_new"), given)
    assert answer.status_code == 422
    target = BeautifulSoup(answer.content, "html.parser").select_one(".govuk-error-summary a")["href"]
    assert target.startswith(f"#id_{field}")
    assert not CircleLink.objects.exists()


def test_refuses_the_person_themselves(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    answer = client.post(f"{at(jean, 'circle_new')}?person={jean.reference}", {"roles": ["carer"]})
    assert answer.status_code == 422
    assert "Nobody is in their own circle." in answer.content.decode()


def test_nobody_is_linked_who_does_not_exist(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    assert client.get(f"{at(jean, 'circle_new')}?person=P-2222-2222").status_code == 404


def test_a_link_is_changed_and_ended_with_its_date(client: Client, jean: Resident, asha: User) -> None:
    link = make_member(jean, asha)
    client.force_login(asha)
    given = {"name": "Maria Hughes", "relation": "niece", "then": "keep", "version": link.version}
    client.post(at(jean, "circle_link", pk=link.pk), given)
    link.refresh_from_db()
    assert link.relation == "niece"
    client.post(at(jean, "circle_link", pk=link.pk), {**given, "then": "end", "version": link.version})
    page = words(opened(client, asha, at(jean)))
    assert "1 link that ended" in page
    assert "Carer: Maria Hughes," in page


def test_shows_both_versions_of_a_link(client: Client, jean: Resident, asha: User, ben: User) -> None:
    link = make_member(jean, asha)
    given = {"name": "Maria Hughes", "phone": link.phone, "then": "keep", "version": link.version}
    client.force_login(asha)
    client.post(at(jean, "circle_link", pk=link.pk), {**given, "relation": "niece"})
    client.force_login(ben)
    answer = client.post(at(jean, "circle_link", pk=link.pk), {**given, "relation": "aunt"})
    assert answer.status_code == 409
    page = BeautifulSoup(answer.content, "html.parser")
    assert words(page.select_one("tbody")) == "In their own words niece aunt"


def test_a_partner_learns_of_nobody_around_somebody(
    client: Client, jean: Resident, maria: Resident, asha: User, ines: User
) -> None:
    make_member(jean, asha, other=maria, relation="canary")
    share(resident=jean, team=ines.teams.get(), by=asha, reason="carers")
    client.force_login(ines)
    for address in (at(jean), jean.get_absolute_url(), at(jean, "alerts"), f"{jean.get_absolute_url()}timeline"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert b"Hughes" not in answer.content
        assert b"canary" not in answer.content


def test_a_name_becomes_a_link_once_somebody_is_known(
    client: Client, jean: Resident, maria: Resident, asha: User
) -> None:
    link = make_member(jean, asha, relation="daughter")
    page = opened(client, asha, at(jean, "circle_link", pk=link.pk))
    find = next(anchor["href"] for anchor in page.select("main a") if "link=" in anchor["href"])
    pick = opened(client, asha, find).select_one(".tc-find__option a")["href"]
    assert "puts a link in the place of the name" in words(opened(client, asha, pick))
    client.post(pick, {"relation": "daughter", "then": "keep", "version": link.version})
    link.refresh_from_db()
    assert (link.other, link.name) == (maria, "")


@pytest.mark.parametrize(("junk", "status"), [("x", 200), ("00000000-0000-0000-0000-000000000000", 404)])
def test_a_link_that_nobody_has_leads_nowhere(
    client: Client, jean: Resident, asha: User, junk: str, status: int
) -> None:
    client.force_login(asha)
    assert client.get(f"{at(jean, 'circle_find')}?q=maria&link={junk}").status_code == status
