"""The pages of a death and a move: what it ends is seen before, told after, and taken back when it was an error."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from core.words import long_date
from residents.actions import record_death, record_move
from residents.models import LifeEvent, Resident
from tests.factories.field import make_clock
from tests.factories.life import promise_something, put_everything_under_way, share_with_provider, under_way
from tests.factories.people import make_resident
from tests.factories.referrals import make_referral
from tests.rows import rows

pytestmark = pytest.mark.django_db


def at(name: str, jean: Resident, **more: Any) -> str:
    return reverse(f"residents:{name}", kwargs={"reference": jean.reference, **more})


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def sent(**typed: Any) -> dict[str, Any]:
    return {"happened_on": "yesterday", "how_known": "Maria rang", "form_token": str(uuid4())} | typed


def recorded(jean: Resident, by: User) -> LifeEvent:
    return record_death(resident=jean, died_on=clock.days_ago(3), by=by, how_known="The hospital rang")


def test_lists_what_a_death_ends_before_it_is_done(client: Client, jean: Resident, asha: User, ben: User) -> None:
    referral = make_referral(jean, asha)
    client.force_login(ben)
    text = text_of(client.get(at("died", jean)))
    assert "This ends" in text
    assert f"<li>Referral {referral.reference}, the " in text
    assert not LifeEvent.objects.exists()
    assert Event.objects.filter(verb="resident.viewed", detail__page="residents.life_new").count() == 1


def test_records_a_death_and_says_what_it_ended(client: Client, jean: Resident, asha: User, ben: User) -> None:
    referral = make_referral(jean, asha)
    client.force_login(ben)
    seen = f"Referral {referral.reference}, {referral.team.spoken}: getting about at home, falls, rails and equipment"
    answer = client.post(at("died", jean), sent(seen=[seen]), follow=True)
    text = text_of(answer)
    assert answer.redirect_chain == [(at("life", jean), 302)]
    assert f"Died on {long_date(clock.days_ago(1))}" in text
    assert "Letters and calls are stopped." in text
    assert "This ended:" in text
    assert seen in text
    assert "This was recorded in error" in text


def test_asks_again_when_what_it_ends_has_changed_meanwhile(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    referral = make_referral(jean, asha)
    client.force_login(ben)
    answer = client.post(at("died", jean), sent(seen=["Stay in hospital: Basildon"]))
    text = text_of(answer)
    assert answer.status_code == 409
    assert "What this ends has changed while this page was open." in text
    assert f"New: Referral {referral.reference}" in text
    assert "No longer under way: Stay in hospital: Basildon" in text
    assert 'value="Maria rang"' in text
    assert not LifeEvent.objects.exists()


def test_shows_what_is_recorded_beside_what_was_typed(client: Client, jean: Resident, ben: User, dee: User) -> None:
    client.force_login(ben)
    client.get(at("died", jean))
    recorded(jean, dee)
    before = rows(without="audit.event")
    answer = client.post(at("died", jean), sent())
    text = text_of(answer)
    assert answer.status_code == 409
    assert "This is recorded already: by Dee Walsh" in text
    assert "The hospital rang</td>" in text
    assert "Maria rang</td>" in text
    after = rows(without="audit.event")
    assert {table for table in after if after[table] != before[table]} <= {"core.receipt"}


@pytest.mark.parametrize(
    ("typed", "sentence", "box"),
    [
        ({"happened_on": ""}, "Enter the date of death", "happened_on"),
        ({"happened_on": "tomorrow"}, "Date of death must be today or in the past", "happened_on"),
        ({"happened_on": "1/1/1940"}, "Date of death must be after they were born", "happened_on"),
        ({"how_known": ""}, "Enter who told us", "how_known"),
        ({"how_known": "x" * 301}, "Who told us must be 300 characters or fewer", "how_known"),
    ],
)
def test_says_beside_the_box_what_is_wrong(
    client: Client, jean: Resident, ben: User, typed: dict[str, str], sentence: str, box: str
) -> None:
    client.force_login(ben)
    answer = client.post(at("died", jean), sent(**typed))
    assert answer.status_code == 422
    assert f'<a href="#id_{box}">{sentence}</a>' in text_of(answer)
    assert not LifeEvent.objects.exists()


def test_six_6_a_move_with_a_review_open_asks_whether_the_council_there_knows(
    client: Client, jean: Resident, gwen: User, ben: User
) -> None:
    make_clock(jean, gwen)
    client.force_login(ben)
    page = text_of(client.get(at("moved", jean)))
    seen = [part.split('"')[0] for part in page.split('name="seen" value="')[1:]]
    answer = client.post(at("moved", jean), sent(left_for="Leeds", council_told="no", seen=seen))
    assert answer.status_code == 422
    assert "Tell the council where they live now first" in text_of(answer)
    answer = client.post(at("moved", jean), sent(left_for="Leeds", council_told="yes", seen=seen))
    assert answer.status_code == 302
    jean.refresh_from_db()
    assert (jean.left_on, jean.left_for) == (clock.days_ago(1), "Leeds")


def test_corrects_an_error_and_says_what_is_open_again(
    client: Client, jean: Resident, asha: User, ben: User, dee: User, gwen: User
) -> None:
    put_everything_under_way(jean, {"asha": asha, "ben": ben, "dee": dee, "gwen": gwen})
    before = under_way(jean)
    event = recorded(jean, dee)
    client.force_login(ben)
    page = at("life_in_error", jean, pk=event.pk)
    text = text_of(client.get(page))
    assert "This opens again" in text
    assert "<li>Promise “We will ring”" in text
    answer = client.post(page, {"because": "Another Jean Smith", "form_token": str(uuid4())}, follow=True)
    text = text_of(answer)
    assert "(recorded in error)" in text
    assert "Open again:" in text
    assert "Letters and calls are stopped." not in text
    assert under_way(jean) == before


def test_asks_why_it_was_an_error(client: Client, jean: Resident, ben: User) -> None:
    event = recorded(jean, ben)
    client.force_login(ben)
    answer = client.post(at("life_in_error", jean, pk=event.pk), {"because": ""})
    assert answer.status_code == 422
    assert '<a href="#id_because">Enter why it was an error</a>' in text_of(answer)


def test_sends_the_same_form_once(client: Client, jean: Resident, ben: User) -> None:
    client.force_login(ben)
    typed = sent()
    assert [client.post(at("died", jean), typed).status_code for _ in range(2)] == [302, 302]
    assert LifeEvent.objects.count() == 1


def test_leads_to_what_is_recorded_when_it_is(client: Client, jean: Resident, ben: User) -> None:
    event = recorded(jean, ben)
    client.force_login(ben)
    assert client.get(at("died", jean)).status_code == 302
    client.post(at("life_in_error", jean, pk=event.pk), {"because": "Wrong person"})
    assert client.get(at("life_in_error", jean, pk=event.pk)).status_code == 302


def test_says_that_nothing_is_recorded(client: Client, jean: Resident, ben: User) -> None:
    client.force_login(ben)
    text = text_of(client.get(at("life", jean)))
    assert "Nothing is recorded." in text
    assert at("died", jean) in text
    assert at("moved", jean) in text


def test_an_event_of_somebody_else_is_not_there(client: Client, jean: Resident, ben: User, asha: User) -> None:
    event = recorded(jean, ben)
    sam = make_resident(asha, given_name="Sam")
    client.force_login(ben)
    assert client.get(at("life_in_error", sam, pk=event.pk)).status_code == 404
    assert client.post(at("life_in_error", sam, pk=event.pk), {"because": "Wrong"}).status_code == 404


def test_a_partner_sees_the_death_in_the_banner_and_none_of_these_pages(
    client: Client, jean: Resident, hal: User, ben: User
) -> None:
    share_with_provider(jean, ben)
    recorded(jean, ben)
    client.force_login(hal)
    assert client.get(at("life", jean)).status_code == 403
    text = text_of(client.get(jean.get_absolute_url()))
    assert "This person has died." in text
    assert "The hospital rang" not in text


def test_a_talk_with_the_family_can_be_logged_and_the_page_says_that_the_person_died(
    client: Client, jean: Resident, ben: User
) -> None:
    recorded(jean, ben)
    client.force_login(ben)
    page = text_of(client.get(reverse("talking_shops:conversation_new", args=[jean.reference])))
    assert f"died on {long_date(clock.days_ago(3))}. Letters and calls to them are stopped." in page
    assert "What their family says can still be recorded." in page


def test_says_where_somebody_moved_when_a_talk_is_logged(client: Client, jean: Resident, ben: User) -> None:
    record_move(resident=jean, left_on=clock.today(), to="Leeds", by=ben, how_known="Jean rang")
    client.force_login(ben)
    page = text_of(client.get(reverse("talking_shops:conversation_new", args=[jean.reference])))
    assert "moved out of the borough to Leeds on" in page


def test_asks_the_database_as_often_for_much_as_for_little(
    client: Client, jean: Resident, asha: User, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        make_referral(jean, asha)
        promise_something(jean, ben)
    client.force_login(ben)
    with django_assert_num_queries(21):  # savepoints 4, frame 3, person, audit, flags, ten kinds and who holds
        client.get(at("died", jean))
