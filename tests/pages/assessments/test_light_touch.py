"""/hospital/<id>/light-touch: one page about a safe discharge, in minutes, on what is known already."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from assessments.models import Assessment
from audit.models import Event
from core import clock
from core.actions import save_draft
from core.models import Draft
from discharges.actions import record_discharge
from discharges.enums import Pathway
from discharges.models import HospitalStay
from residents.actions import hear
from residents.enums import Topic
from residents.models import Confirmation, Resident, Statement
from tests.factories.field import make_light_touch, make_stay
from tests.factories.people import make_resident
from tests.factories.referrals import STORY, make_contact
from tests.rows import rows

QUESTIONS = (
    "lives_alone", "can_get_in", "home_is_warm", "can_get_about", "can_wash_and_dress", "can_eat_and_drink",
    "has_medicines",
)  # fmt: skip


@pytest.fixture
def stay(jean: Resident, gwen: User) -> HospitalStay:
    return make_stay(jean, gwen)


@pytest.fixture
def page(stay: HospitalStay) -> str:
    return f"/hospital/{stay.pk}/light-touch"


def sent(version: str = "", **typed: Any) -> dict[str, Any]:
    answers = dict.fromkeys(QUESTIONS, "not_asked")
    words = dict.fromkeys(("equipment", "who_helps", "home", "matters", "worries"), "")
    return answers | words | {"goes_to": "home", "version": version, "form_token": str(uuid4())} | typed


def test_draws_on_what_is_known(client: Client, gwen: User, asha: User) -> None:
    arthur = make_resident(
        asha, known_as="Arthur", address="3 Calcutta Road\nTilbury", phone="07700900456", communication="lip-reads"
    )
    make_contact(arthur, asha)
    hear(resident=arthur, topic=Topic.PEOPLE, words="Eze comes every evening.", by=asha, source=arthur)
    client.force_login(gwen)
    text = client.get(f"/hospital/{make_stay(arthur, gwen).pk}/light-touch").content.decode()
    assert "3 Calcutta Road, Tilbury, RM18 8EB" in text
    assert "Lip-reads" in text
    assert text.index(STORY) < text.index('name="goes_to"')
    assert text.index("Eze comes every evening.") < text.index('name="who_helps"')


def test_saves_what_there_is_and_comes_back_to_it(client: Client, page: str, stay: HospitalStay, gwen: User) -> None:
    client.force_login(gwen)
    response = client.post(page, sent(goes_to="", lives_alone="yes", who_helps="Eze"), follow=True)
    assert response.redirect_chain == [(stay.get_absolute_url(), 302)]
    assert "Light-touch assessment saved." in response.content.decode()
    text = " ".join(client.get(page).content.decode().split())
    assert 'name="lives_alone" type="radio" value="yes" checked' in text
    assert 'value="Eze"' in text
    assert Assessment.objects.get().status == "in_progress"


def test_completes_it_with_words_and_ticks(
    client: Client, page: str, stay: HospitalStay, jean: Resident, gwen: User
) -> None:
    known = hear(resident=jean, topic=Topic.PEOPLE, words="Eze comes every evening.", by=gwen, source=jean)
    client.force_login(gwen)
    typed = sent(then="complete", can_get_in="with_help", worries="The stairs.", still_true=[str(known.pk)])
    response = client.post(page, typed, follow=True)
    assert "Light-touch assessment completed." in response.content.decode()
    assessment = Assessment.objects.get()
    assert (assessment.status, assessment.completed_by) == ("completed", gwen)
    assert assessment.safe_discharge.can_get_in == "with_help"
    assert Statement.objects.get(source_id=assessment.pk).words == "The stairs."
    assert Confirmation.objects.get().statement == known
    stay.refresh_from_db()
    assert stay.is_assessed


def test_is_there_to_read_once_it_is_completed(client: Client, page: str, stay: HospitalStay, gwen: User) -> None:
    make_light_touch(stay, gwen, completed=True, has_medicines="yes", equipment="A commode")
    client.force_login(gwen)
    text = client.get(page).content.decode()
    assert "Completed by Gwen Price on" in text
    assert "A commode" in text
    assert "Not asked" in text
    assert "<textarea" not in text


def test_gives_back_what_somebody_had_typed_when_a_colleague_completed_it(
    client: Client, page: str, stay: HospitalStay, gwen: User
) -> None:
    fields = sent(goes_to="family", worries="The <stairs>.", can_get_in="no")
    save_draft(owner_id=gwen.pk, form="light-touch", subject=str(stay.pk), fields=fields, version=None)
    make_light_touch(stay, gwen, completed=True)
    client.force_login(gwen)
    text = client.get(page).content.decode()
    typed = text[text.index("You had typed this; it was not saved") : text.index("What was saved")]
    assert "The &lt;stairs&gt;." in typed
    assert "Family or friends" in typed
    assert "Do they live alone?" not in typed


def test_says_nothing_of_typed_words_where_there_are_none(
    client: Client, page: str, stay: HospitalStay, gwen: User
) -> None:
    make_light_touch(stay, gwen, completed=True)
    client.force_login(gwen)
    assert "You had typed this" not in client.get(page).content.decode()


@pytest.mark.parametrize("begun", [True, False])
def test_can_only_be_read_once_the_person_went_home(
    client: Client, page: str, stay: HospitalStay, gwen: User, begun: bool
) -> None:
    if begun:
        make_light_touch(stay, gwen, who_helps="Eze")
    record_discharge(stay=stay, discharged_on=clock.today(), pathway=Pathway.P1, by=gwen)
    client.force_login(gwen)
    text = client.get(page).content.decode()
    assert "It was not completed before they left hospital." in text
    assert ("Eze" in text) is begun
    assert "<textarea" not in text


@pytest.mark.parametrize("then", ["", "complete"])
def test_keeps_the_words_and_refuses_them_when_the_person_went_home_meanwhile(
    client: Client, page: str, stay: HospitalStay, gwen: User, then: str
) -> None:
    record_discharge(stay=stay, discharged_on=clock.today(), pathway=Pathway.P1, by=gwen)
    client.force_login(gwen)
    response = client.post(page, sent(then=then, worries="The stairs."))
    text = response.content.decode()
    assert response.status_code == 422
    assert "Jean Smith went home already." in text
    assert "The stairs.</textarea>" in text
    assert not Assessment.objects.exists()


def test_is_not_completed_before_it_says_where_to(client: Client, page: str, gwen: User) -> None:
    client.force_login(gwen)
    response = client.post(page, sent(then="complete", goes_to="", worries="The <stairs>."))
    text = response.content.decode()
    assert response.status_code == 422
    assert "Select where they are going" in text
    assert "The &lt;stairs&gt;." in text
    assert not Assessment.objects.exists()


def test_keeps_the_words_when_something_is_too_long(client: Client, page: str, gwen: User) -> None:
    client.force_login(gwen)
    response = client.post(page, sent(who_helps="x" * 301, worries="The stairs.", lives_alone="no"))
    text = " ".join(response.content.decode().split())
    assert response.status_code == 422
    assert "Who will help in the first days must be 300 characters or fewer" in text
    assert "The stairs.</textarea>" in text
    assert 'name="lives_alone" type="radio" value="no" checked' in text


def test_shows_both_versions_when_a_colleague_saved_meanwhile(
    client: Client, page: str, stay: HospitalStay, gwen: User
) -> None:
    make_light_touch(stay, gwen, goes_to="family", who_helps="Eze")
    client.force_login(gwen)
    response = client.post(page, sent(who_helps="Pat", worries="The stairs."))
    text = " ".join(response.content.decode().split())
    assert response.status_code == 409
    table = text[text.index("Where the two versions differ") :]
    assert table.index("Family or friends") < table.index("Their own home")
    assert table.index("Eze") < table.index("Pat")
    assert "Do they live alone?" not in table[: table.index("</table>")]
    assert 'name="version" type="hidden" value="1"' in text
    assert 'value="Pat"' in text
    assert client.post(page, sent("1", who_helps="Pat", worries="The stairs.")).status_code == 302
    assert Assessment.objects.get().safe_discharge.who_helps == "Pat"


def test_keeps_the_words_when_a_colleague_completed_it_meanwhile(
    client: Client, page: str, stay: HospitalStay, gwen: User
) -> None:
    make_light_touch(stay, gwen, completed=True)
    client.force_login(gwen)
    response = client.post(page, sent("1", worries="The stairs."))
    text = response.content.decode()
    assert response.status_code == 422
    assert "This assessment is completed." in text
    assert "The stairs.</textarea>" in text
    assert not Statement.objects.exists()


def test_one_form_sent_twice_saves_once(client: Client, page: str, gwen: User) -> None:
    client.force_login(gwen)
    typed = sent(worries="The stairs.")
    assert [client.post(page, typed).status_code for _ in range(2)] == [302, 302]
    assert Statement.objects.count() == 1
    assert Assessment.objects.get().version == 1


def test_gives_back_a_draft_and_drops_it_when_it_is_saved(
    client: Client, page: str, stay: HospitalStay, gwen: User
) -> None:
    fields = sent(goes_to="family", worries="The sta", can_get_in="no")
    save_draft(owner_id=gwen.pk, form="light-touch", subject=str(stay.pk), fields=fields, version=None)
    client.force_login(gwen)
    text = " ".join(client.get(page).content.decode().split())
    assert "The sta</textarea>" in text
    assert 'name="can_get_in" type="radio" value="no" checked' in text
    assert 'value="family" checked' in text
    client.post(page, sent(worries="The stairs."))
    assert not Draft.objects.exists()


@pytest.mark.parametrize("role", ["asha", "ben", "dee", "olu", "hal", "ines", "eve", "ada"])
def test_is_closed_to_roles_outside_the_hub(
    client: Client, page: str, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(page).status_code == 403
    assert client.post(page, sent()).status_code == 403
    assert not Assessment.objects.exists()


def test_sends_a_stranger_to_sign_in(client: Client, page: str) -> None:
    assert client.get(page).url == f"/sign-in?next={page}"


def test_is_not_there_for_an_id_that_nothing_has(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    assert client.get(f"/hospital/{uuid4()}/light-touch").status_code == 404


def test_writes_nothing_but_who_opened_the_record(client: Client, page: str, jean: Resident, gwen: User) -> None:
    client.force_login(gwen)
    before = rows(without="audit.event")
    client.get(page)
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="resident.viewed")
    assert (event.resident_id, event.detail) == (jean.pk, {"page": "assessments.light_touch"})


def test_asks_the_database_as_often_for_a_long_story_as_for_none(
    client: Client, page: str, jean: Resident, gwen: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for topic in Topic:
        for number in range(3):
            hear(resident=jean, topic=topic, words=f"Thing {number}.", by=gwen, source=jean)
    client.force_login(gwen)
    with django_assert_num_queries(14):  # savepoints 4, frame 3, stay, audit, worker, assessment, draft, known, flags
        client.get(page)


def test_saving_asks_the_database_a_fixed_number_of_times(
    client: Client, page: str, gwen: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(gwen)
    with django_assert_num_queries(41):  # 22 of them savepoints; one keeps the alert in the session
        client.post(page, sent(worries="The stairs."))


def test_shows_a_newer_draft_beside_the_words_that_were_sent(
    client: Client, page: str, stay: HospitalStay, gwen: User
) -> None:
    slot = {"owner_id": gwen.pk, "form": "light-touch", "subject": str(stay.pk)}
    seen = save_draft(**slot, fields=sent(worries="The stairs."), version=None).version
    save_draft(**slot, fields=sent(worries="The stairs, and the cat.", goes_to="family"), version=seen)
    client.force_login(gwen)
    answer = client.post(page, sent(worries="The stairs.", draft_version=str(seen)))
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert "The other tab says" in text
    assert "The stairs, and the cat.</td>" in text
    assert "The stairs.</textarea>" in text
    assert Draft.objects.get().fields["goes_to"] == "family"
    assert not Assessment.objects.exists()


def test_shows_what_is_saved_when_the_form_was_sent_from_another_tab(
    client: Client, page: str, stay: HospitalStay, gwen: User
) -> None:
    slot = {"owner_id": gwen.pk, "form": "light-touch", "subject": str(stay.pk)}
    seen = save_draft(**slot, fields=sent(worries="The stairs."), version=None).version
    client.force_login(gwen)
    assert client.post(page, sent(worries="The stairs.", draft_version=str(seen))).status_code == 302
    answer = client.post(page, sent(goes_to="family", draft_version=str(seen)))
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert "What is saved now" in text
    assert Assessment.objects.get().version == 1
