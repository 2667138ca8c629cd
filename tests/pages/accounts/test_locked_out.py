"""Too many wrong passwords."""

from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.factories.people import PASSWORD


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
