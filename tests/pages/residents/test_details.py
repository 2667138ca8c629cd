"""/people/<reference>/details: page 22, and the pages that change one thing of it."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from localities.models import Practice
from residents.actions import Phone, add_phone, change_identity, share
from residents.models import Address, PhoneNumber, Resident
from tests.factories.around import make_member
from tests.factories.people import make_resident
from tests.rows import rows

NUMBER = "07700900123"
JULY_1945 = {"born_on-day": "14", "born_on-month": "7", "born_on-year": "1945"}


def at(person: Resident, name: str = "details", **more: Any) -> str:
    return reverse(f"residents:{name}", kwargs={"reference": person.reference, **more})


def opened(client: Client, user: User, address: str) -> BeautifulSoup:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(page: Any) -> str:
    return " ".join(page.get_text(" ").split())


@pytest.mark.parametrize("role", ["asha", "ben", "chidi", "dee", "olu", "gwen"])
def test_shows_staff_who_somebody_is_and_how_to_reach_them(
    client: Client, jean: Resident, asha: User, role: str, request: pytest.FixtureRequest
) -> None:
    add_phone(resident=jean, phone=Phone(NUMBER, safe_to_call=False, note="her son answers"), by=asha)
    page = opened(client, request.getfixturevalue(role), at(jean))
    said = words(page)
    assert "14 July 1945 (81)" in said
    assert "No: do not ring" in said
    assert "Her son answers" in said
    assert page.select_one("main s").text.strip() == NUMBER
    assert "Because the practice, Tilbury Health Centre, belongs to that PCN" in said


def test_not_asked_is_never_none(client: Client, jean: Resident, asha: User) -> None:
    page = opened(client, asha, at(jean))
    rows_of = {row.dt.text.strip(): words(row.dd) for row in page.select(".govuk-summary-list__row")}
    assert rows_of["Gender"] == rows_of["Language"] == rows_of["How best to communicate"] == "Not asked"
    assert rows_of["NHS number"] == "Not known"
    assert "Not asked yet: nobody is noted, which does not mean that there is nobody." in words(page)


def test_writes_who_looked_at_whom(client: Client, jean: Resident, asha: User) -> None:
    maria = make_resident(asha, known_as="", given_name="Maria", family_name="Hughes")
    make_member(jean, asha, other=maria)
    opened(client, asha, at(jean))
    assert Event.objects.filter(verb="resident.viewed", detail__page="residents.details").count() == 1
    assert Event.objects.get(verb="list.viewed").detail["residents"] == [str(maria.pk)]


def test_shows_a_partner_little_and_nobody_else(client: Client, jean: Resident, asha: User, hal: User) -> None:
    add_phone(resident=jean, phone=Phone(NUMBER), by=asha)
    add_phone(resident=jean, phone=Phone("07700900999", note="her lover"), by=asha)
    make_member(jean, asha)
    client.force_login(hal)
    assert client.get(at(jean)).status_code == 404
    share(resident=jean, team=hal.teams.get(), by=asha, reason="care at home")
    page = opened(client, hal, at(jean))
    assert NUMBER in words(page)
    for hidden in ("07700900999", "her lover", "Maria", "around them"):
        assert hidden not in words(page)
    assert not [link for link in page.select("main a") if "/details/" in link["href"]]


@pytest.mark.parametrize("role", ["hal", "ines", "olu", "eve", "ada"])
@pytest.mark.parametrize("name", ["phone_new", "email_new", "address", "locality", "circle_find", "circle_new"])
def test_is_closed_to_who_may_not_change_people(
    client: Client, jean: Resident, name: str, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(at(jean, name)).status_code == 403


def test_adds_a_number_in_one_page(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    given = {"number": "+44 7700 900 123", "kind": "mobile", "safe_to_call": "yes", "safe_to_text": "no"}
    given["since"] = "3 May 2024"
    answer = client.post(at(jean, "phone_new"), given, follow=True)
    assert answer.redirect_chain[0][0] == at(jean)
    assert "Telephone number added." in answer.content.decode()
    number = PhoneNumber.objects.get(resident=jean)
    assert (number.number, number.safe_to_call, number.safe_to_text) == (NUMBER, True, False)
    assert number.started_on == date(2024, 5, 3)


def test_adds_it_once_when_it_is_sent_twice(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    given = {"number": NUMBER, "kind": "mobile", "form_token": "one form"}
    assert client.post(at(jean, "phone_new"), given).url == client.post(at(jean, "phone_new"), given).url
    assert PhoneNumber.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "12", "not a number", "0770' OR 1=1"])
def test_refuses_what_is_no_number_and_keeps_it(client: Client, jean: Resident, asha: User, typed: str) -> None:
    client.force_login(asha)
    before = rows(without="audit.event")
    answer = client.post(at(jean, "phone_new"), {"number": typed, "kind": "mobile", "note": "her <son>"})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert page.select_one(".govuk-error-summary a")["href"] == "#id_number"
    assert page.select_one("#id_number").get("value", "") == typed
    assert page.select_one("#id_note")["value"] == "her <son>"
    assert rows(without="audit.event") == before


def test_ends_a_number_and_makes_another_main(client: Client, jean: Resident, asha: User) -> None:
    first = add_phone(resident=jean, phone=Phone(NUMBER), by=asha)
    second = add_phone(resident=jean, phone=Phone("01375511000"), by=asha)
    client.force_login(asha)
    assert client.post(at(jean, "phone_main", pk=second.pk)).url == at(jean)
    first.refresh_from_db()
    given = {"number": NUMBER, "kind": "not_said", "then": "end", "version": first.version}
    client.post(at(jean, "phone", pk=first.pk), given)
    page = opened(client, asha, at(jean))
    assert "1 number no longer used" in words(page)
    jean.refresh_from_db()
    assert jean.phone == "01375511000"


def test_shows_both_versions_of_a_number_and_keeps_what_was_typed(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    number = add_phone(resident=jean, phone=Phone(NUMBER), by=asha)
    given = {"number": NUMBER, "kind": "home", "note": "ring late", "version": number.version, "then": "keep"}
    client.force_login(asha)
    client.post(at(jean, "phone", pk=number.pk), {**given, "note": "her son answers"})
    client.force_login(ben)
    answer = client.post(at(jean, "phone", pk=number.pk), given)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 409
    assert words(page.select_one("tbody tr")) == "Note her son answers ring late"
    assert page.select_one("#id_note")["value"] == "ring late"
    version = page.select_one("[name=version]")["value"]
    client.post(at(jean, "phone", pk=number.pk), {**given, "version": version})
    number.refresh_from_db()
    assert number.note == "ring late"


@pytest.mark.parametrize(
    ("question", "given", "column", "kept"),
    [
        ("names", {"given_name": "Jean", "family_name": "Adeyemi"}, "previous_family_name", "Smith"),
        ("birth", {"born_about": "80"}, "born_text", f"About {clock.today().year - 80} (about 80)"),
        ("birth", {"born_about": "March 1945"}, "born_text", "March 1945 (about 81)"),
        ("birth", {"born_about": "1945"}, "born_text", "1945 (about 81)"),
        ("birth", {"born_on-day": "1", "born_on-month": "May", "born_on-year": "1950"}, "born_on", date(1950, 5, 1)),
        ("gender", {"gender": "other"}, "gender", "other"),
        ("nhs-number", {"nhs_number": "943 476 5919", "nhs_number_status": "01"}, "nhs_number_status", "01"),
        ("practice", {"practice": "none"}, "practice_text", "Registered with no practice"),
        ("practice", {"practice": ""}, "practice_text", "Not asked"),
        ("practice", {"practice_elsewhere": "Laindon"}, "practice_text", "A practice outside Thurrock: Laindon"),
        ("language", {"language": "Polish", "communication": "slowly"}, "communication", "slowly"),
    ],
)
def test_changes_one_thing_a_page(
    client: Client, jean: Resident, asha: User, question: str, given: dict[str, str], column: str, kept: Any
) -> None:
    client.force_login(asha)
    page = at(jean, "identity", question=question)
    assert client.post(page, {**given, "version": jean.version}).url == at(jean)
    jean.refresh_from_db()
    assert getattr(jean, column) == kept


@pytest.mark.parametrize(
    ("question", "given", "field"),
    [
        ("names", {"known_as": " "}, "given_name"),
        ("birth", {"born_about": "eighty"}, "born_about"),
        ("birth", {"born_about": "12"}, "born_about"),
        ("birth", {**JULY_1945, "born_about": "1950"}, "born_about"),
        ("birth", {"born_on-day": "31", "born_on-month": "2", "born_on-year": "1950"}, "born_on-day"),
        ("nhs-number", {"nhs_number": "9434765918", "nhs_number_status": "02"}, "nhs_number"),
        ("practice", {"practice": "X00000"}, "practice"),
        ("practice", {"practice": "F81110", "practice_elsewhere": "Laindon"}, "practice_elsewhere"),
    ],
)
def test_refuses_what_is_wrong_beside_its_field(
    client: Client, jean: Resident, asha: User, question: str, given: dict[str, str], field: str
) -> None:
    client.force_login(asha)
    answer = client.post(at(jean, "identity", question=question), {**given, "version": jean.version})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert page.select_one(".govuk-error-summary a")["href"] == f"#id_{field}"
    assert page.title.text.strip().startswith("Error:")


def test_looking_at_an_approximate_date_makes_it_no_vaguer(client: Client, asha: User) -> None:
    person = make_resident(asha, born_on=date(1950, 6, 1), born_precision="month")
    client.force_login(asha)
    page = opened(client, asha, at(person, "identity", question="birth"))
    box = page.select_one("#id_born_about")["value"]
    assert box == "June 1950"
    client.post(at(person, "identity", question="birth"), {"born_about": box, "version": 1})
    person.refresh_from_db()
    assert (person.born_on, person.born_precision, person.version) == (date(1950, 6, 1), "month", 1)


def test_shows_both_versions_of_a_name_and_overwrites_neither(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    change_identity(resident=jean, changes={"known_as": "Jeannie"}, by=asha, version=1)
    client.force_login(ben)
    given = {"known_as": "Mrs Smith", "given_name": "Jean", "family_name": "Smith", "version": 1}
    answer = client.post(at(jean, "identity", question="names"), given)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 409
    assert words(page.select_one("tbody")) == "What they like to be called Jeannie Mrs Smith"
    jean.refresh_from_db()
    assert jean.known_as == "Jeannie"


def test_there_is_no_page_for_a_question_that_nobody_asks(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    assert client.get(at(jean, "identity", question="shoe-size")).status_code == 404


def test_a_new_practice_says_where_the_person_belongs_now(client: Client, jean: Resident, asha: User) -> None:
    grays = Practice.objects.filter(locality__name="Grays")[0]
    client.force_login(asha)
    client.post(at(jean, "identity", question="practice"), {"practice": grays.ods_code, "version": 1})
    assert f"Grays Because the practice, {grays.name}, belongs" in words(opened(client, asha, at(jean)))


def test_a_new_address_keeps_the_old_one_with_its_dates(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    given = {"kind": "home", "postcode": "rm176sl", "lines": "2 High Street", "since": "today", "version": 1}
    assert client.post(at(jean, "address"), given).url == at(jean)
    page = words(opened(client, asha, at(jean)))
    assert "1 earlier address" in page
    assert "2 High Street, RM17 6SL" in page


def test_says_that_there_is_no_fixed_address(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    client.post(at(jean, "address"), {"kind": "none", "version": 1})
    page = opened(client, asha, at(jean))
    assert "No fixed address" in words(page.select_one(".tc-banner"))
    assert Address.objects.get(resident=jean, ended_on__isnull=True).kind == "none"


@pytest.mark.parametrize("given", [{"kind": "home"}, {"kind": "home", "postcode": "NOWHERE"}])
def test_refuses_an_address_that_says_nothing(
    client: Client, jean: Resident, asha: User, given: dict[str, str]
) -> None:
    client.force_login(asha)
    answer = client.post(at(jean, "address"), {**given, "version": 1})
    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "html.parser").select_one("#id_postcode-error")


def test_a_locality_is_chosen_by_hand_with_a_reason_alone(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    chosen = {"locality": "grays", "version": 1}
    assert client.post(at(jean, "locality"), chosen).status_code == 422
    assert client.post(at(jean, "locality"), {**chosen, "reason": "her son"}).url == at(jean)
    assert "chosen by hand: her son" in words(opened(client, asha, at(jean)))


@pytest.mark.parametrize("name", ["phone", "circle_link", "need", "alert"])
def test_what_belongs_to_somebody_else_is_not_there(client: Client, jean: Resident, asha: User, name: str) -> None:
    other = make_resident(asha, given_name="Ann", phone=NUMBER)
    pk = PhoneNumber.objects.get(resident=other).pk
    client.force_login(asha)
    assert client.get(at(jean, name, pk=pk)).status_code == 404


def test_query_count(
    client: Client, jean: Resident, asha: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    add_phone(resident=jean, phone=Phone(NUMBER), by=asha)
    make_member(jean, asha)
    client.force_login(asha)
    # 4 savepoints, the frame 3, person, audit, numbers, e-mail addresses, addresses, flags, circle 2
    with django_assert_num_queries(15):
        client.get(at(jean))
