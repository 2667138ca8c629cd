"""The sign-in page."""

import pytest
from django.test import Client, override_settings
from pytest_django import Settings

from accounts.actions import deactivate
from accounts.models import User
from accounts.roles import Role
from audit.actions import SYSTEM
from tests.factories.people import PASSWORD, make_user
from tests.rows import rows

PAGE = "/sign-in"


def send(client: Client, email: str, password: str = PASSWORD, page: str = PAGE) -> object:
    return client.post(page, {"username": email, "password": password})


def test_comes_in_and_goes_to_my_day(client: Client, ben: User) -> None:
    answer = client.post(PAGE, {"username": ben.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("typed", [str.upper, str.title, "  {}  ".format])
def test_takes_the_address_with_any_capitals_and_pasted_spaces(client: Client, ben: User, typed: object) -> None:
    answer = client.post(PAGE, {"username": typed(ben.email), "password": PASSWORD})  # type: ignore[operator]
    assert answer.status_code == 302


def test_returns_to_the_page_that_was_asked_for(client: Client, ben: User) -> None:
    wanted = client.get("/teams/cls-grays/?show=active")
    assert wanted.status_code == 302
    answer = client.post(wanted["Location"], {"username": ben.email, "password": PASSWORD})
    assert answer["Location"] == "/teams/cls-grays/?show=active"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_never_sends_anybody_to_another_site(client: Client, ben: User, elsewhere: str) -> None:
    answer = client.post(f"{PAGE}?next={elsewhere}", {"username": ben.email, "password": PASSWORD})
    assert answer["Location"] == "/"


def test_says_the_same_of_a_wrong_password_and_an_unknown_address(client: Client, ben: User) -> None:
    wrong = client.post(PAGE, {"username": ben.email, "password": "not the password"})
    unknown = client.post(PAGE, {"username": "nobody@example.org", "password": PASSWORD})
    sentence = "Your email address or password is not right. Check both."
    for answer in (wrong, unknown):
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert "<title>Error: Sign in" in answer.content.decode()


def test_keeps_the_address_and_not_the_password(client: Client, ben: User) -> None:
    page = client.post(PAGE, {"username": ben.email, "password": "not the password"}).content.decode()
    assert f'value="{ben.email}"' in page
    assert "not the password" not in page


def test_asks_for_what_is_missing(client: Client, db: None) -> None:
    page = client.post(PAGE, {"username": "", "password": ""}).content.decode()
    assert "Enter your email address" in page
    assert "Enter your password" in page


def test_refuses_somebody_who_has_left(client: Client, ben: User) -> None:
    deactivate(user=ben, by=SYSTEM)
    assert client.post(PAGE, {"username": ben.email, "password": PASSWORD}).status_code == 422


def test_ends_the_session_of_a_leaver_at_the_next_click(client: Client, ben: User) -> None:
    client.post(PAGE, {"username": ben.email, "password": PASSWORD})
    assert client.get("/").status_code == 200
    deactivate(user=ben, by=SYSTEM)
    assert client.get("/")["Location"] == "/sign-in?next=/"


def test_refuses_another_system_with_the_same_sentence(client: Client, db: None) -> None:
    system = make_user("GP system", Role.SERVICE)
    answer = client.post(PAGE, {"username": system.email, "password": PASSWORD})
    assert answer.status_code == 422
    assert "Your email address or password is not right." in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_sends_on_who_is_signed_in_already(client: Client, ben: User) -> None:
    client.force_login(ben)
    assert client.get(f"{PAGE}?next=/teams/")["Location"] == "/teams/"


def test_lets_a_password_manager_fill_in(client: Client, db: None) -> None:
    page = client.get(PAGE).content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="off"' not in page


def test_tells_whom_to_ring(client: Client, db: None, settings: Settings) -> None:
    assert f"tel:{settings.HELP_PHONE.replace(' ', '')}" in client.get(PAGE).content.decode()


def test_writes_nothing_when_it_is_opened(client: Client, ben: User) -> None:
    before = rows()
    client.get(PAGE)
    assert rows() == before


def test_lists_one_account_for_each_role_in_the_demo(client: Client, ben: User, chidi: User, dee: User) -> None:
    with override_settings(DEMO=True):
        page = client.get(PAGE).content.decode()
    assert "Demo sign-ins" in page
    assert ben.email in page
    assert dee.email in page
    assert chidi.email not in page


def test_fills_in_the_address_that_was_chosen_in_the_demo(client: Client, ben: User) -> None:
    with override_settings(DEMO=True):
        page = client.get(PAGE, {"as": ben.email}).content.decode()
    assert f'value="{ben.email}"' in page


def test_names_no_account_anywhere_but_in_the_demo(client: Client, ben: User) -> None:
    page = client.get(PAGE, {"as": ben.email}).content.decode()
    assert "Demo" not in page
    assert ben.email not in page
