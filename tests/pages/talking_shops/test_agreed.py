"""/agreed/<id>/done and /undo: one press ticks off, one press takes it back."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from residents.models import Resident
from talking_shops.actions import tick_off
from talking_shops.models import AgreedAction
from tests.factories.field import make_conversation


@pytest.fixture
def action(jean: Resident, ben: User) -> AgreedAction:
    make_conversation(jean, ben)
    return AgreedAction.objects.select_related("conversation").get()


def test_ticks_off_and_offers_to_undo_it(client: Client, action: AgreedAction, dee: User) -> None:
    client.force_login(dee)
    response = client.post(f"/agreed/{action.pk}/done", follow=True)
    assert response.redirect_chain == [(action.conversation.get_absolute_url(), 302)]
    text = response.content.decode()
    assert "Done: Ring the choir" in text
    assert f'action="/agreed/{action.pk}/undo?next=' in text
    action.refresh_from_db()
    assert action.done_by == dee


def test_undoes_it(client: Client, action: AgreedAction, ben: User) -> None:
    tick_off(action=action, by=ben)
    client.force_login(ben)
    response = client.post(f"/agreed/{action.pk}/undo", follow=True)
    assert "Not done yet: Ring the choir" in response.content.decode()
    action.refresh_from_db()
    assert action.done_at is None


def test_comes_back_to_the_page_of_ours_that_asked(client: Client, action: AgreedAction, ben: User) -> None:
    client.force_login(ben)
    here = action.resident.get_absolute_url()
    response = client.post(f"/agreed/{action.pk}/done", {"next": here})
    assert response.url == here
    undo = client.get(action.conversation.get_absolute_url()).content.decode()
    assert f"/agreed/{action.pk}/undo?next=%2Fpeople%2F" in undo


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_comes_back_to_no_page_of_somebody_elses(
    client: Client, action: AgreedAction, ben: User, elsewhere: str
) -> None:
    client.force_login(ben)
    response = client.post(f"/agreed/{action.pk}/done", {"next": elsewhere})
    assert response.url == action.conversation.get_absolute_url()


@pytest.mark.parametrize("verb", ["done", "undo"])
def test_pressing_twice_is_harmless(client: Client, action: AgreedAction, ben: User, verb: str) -> None:
    client.force_login(ben)
    for _ in range(2):
        assert client.post(f"/agreed/{action.pk}/{verb}").status_code == 302
    assert Event.objects.filter(verb__startswith="agreed_action.").count() == (1 if verb == "done" else 0)


@pytest.mark.parametrize("verb", ["done", "undo"])
def test_a_get_does_nothing(client: Client, action: AgreedAction, ben: User, verb: str) -> None:
    client.force_login(ben)
    assert client.get(f"/agreed/{action.pk}/{verb}").status_code == 405
    action.refresh_from_db()
    assert action.done_at is None


@pytest.mark.parametrize("verb", ["done", "undo"])
@pytest.mark.parametrize("role", ["asha", "olu", "gwen", "hal", "ines", "eve", "ada"])
def test_is_closed_to_roles_that_log_no_conversations(
    client: Client, action: AgreedAction, verb: str, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.post(f"/agreed/{action.pk}/{verb}").status_code == 403


@pytest.mark.parametrize("verb", ["done", "undo"])
def test_sends_a_stranger_to_sign_in(client: Client, action: AgreedAction, verb: str) -> None:
    assert client.post(f"/agreed/{action.pk}/{verb}").url.startswith("/sign-in")


def test_asks_the_database_a_fixed_number_of_times(
    client: Client, action: AgreedAction, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(ben)
    with django_assert_num_queries(14):  # 4 savepoints, frame 2, action twice, tick, audit, timeline, session 3
        client.post(f"/agreed/{action.pk}/done")
