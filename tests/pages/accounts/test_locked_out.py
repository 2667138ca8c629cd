"""Too many wrong passwords."""

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.client_address import client_address
from accounts.models import User
from accounts.roles import Role
from tests.factories.people import PASSWORD, make_user


def test_waits_after_ten_wrong_passwords_and_tells_whom_to_ring(client: Client, ben: User, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post("/sign-in", {"username": ben.email, "password": "wrong"})
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "You can try again in 5 minutes." in page
    assert settings.HELP_PHONE in page
    assert client.post("/sign-in", {"username": ben.email, "password": PASSWORD}).status_code == 429


def test_counts_guesses_together_however_the_address_is_spelt(client: Client, ben: User, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    spellings = [ben.email.upper(), ben.email.title(), f" {ben.email}"]
    for number in range(settings.AXES_FAILURE_LIMIT):
        client.post("/sign-in", {"username": spellings[number % 3], "password": "wrong"})
    assert client.post("/sign-in", {"username": ben.email, "password": PASSWORD}).status_code == 429


def test_lets_a_colleague_at_the_same_computer_in(client: Client, ben: User, dee: User, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post("/sign-in", {"username": ben.email, "password": "wrong"})
    assert client.post("/sign-in", {"username": dee.email, "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("count", [1, 2])
def test_counts_by_the_address_that_our_proxies_saw_whatever_the_caller_claims(
    client: Client, ben: User, settings: Settings, count: int
) -> None:
    settings.AXES_ENABLED = True
    settings.PROXY_COUNT = count
    ours = ", 198.51.100.7" * (count - 1)
    for number in range(settings.AXES_FAILURE_LIMIT):
        claimed = f"10.0.0.{number}, 203.0.113.9{ours}"
        client.post("/sign-in", {"username": ben.email, "password": "wrong"}, HTTP_X_FORWARDED_FOR=claimed)
    right = {"username": ben.email, "password": PASSWORD}
    assert client.post("/sign-in", right, HTTP_X_FORWARDED_FOR=f"10.9.9.9, 203.0.113.9{ours}").status_code == 429
    assert client.post("/sign-in", right, HTTP_X_FORWARDED_FOR=f"10.9.9.9, 203.0.113.10{ours}").status_code == 302


@pytest.mark.parametrize(("count", "forwarded"), [(0, "203.0.113.9"), (1, ""), (2, "203.0.113.9")])
def test_takes_the_connection_for_the_caller_where_no_proxy_says_more(
    rf: RequestFactory, settings: Settings, count: int, forwarded: str
) -> None:
    settings.PROXY_COUNT = count
    request = rf.get("/sign-in", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="192.0.2.1")
    assert client_address(request) == "192.0.2.1"


@pytest.mark.parametrize("look_alike", ["\u0131an", "\u017f", "\ufb01", "\u212a"])
def test_refuses_look_alike_letters_so_that_no_guess_goes_uncounted(client: Client, ben: User, look_alike: str) -> None:
    answer = client.post("/sign-in", {"username": f"{look_alike}@example.org", "password": PASSWORD})
    assert answer.status_code == 422
    assert "Your email address or password is not right." in answer.content.decode()


def test_finds_no_account_by_letters_that_only_look_alike(client: Client, db: None) -> None:
    iskra = make_user("Iskra Smith", Role.TRIAGE)
    for letter, look_alike in (("i", "\u0130"), ("s", "\u017f"), ("k", "\u212a")):
        spelt = iskra.email.replace(letter, look_alike, 1)
        assert client.post("/sign-in", {"username": spelt, "password": PASSWORD}).status_code == 422
        with pytest.raises(User.DoesNotExist):
            User.objects.get_by_natural_key(spelt)
