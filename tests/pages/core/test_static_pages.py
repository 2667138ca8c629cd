"""Help, accessibility statement and privacy: the same for everybody, signed in or not."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.rows import rows

PAGES = {"/help": "Help", "/accessibility": "Accessibility statement for Thurrock Care", "/privacy": "Privacy"}


@pytest.mark.parametrize(("page", "heading"), PAGES.items())
def test_opens_for_a_stranger_and_for_staff(
    client: Client, ben: User, page: str, heading: str, settings: Settings
) -> None:
    before = rows()
    stranger = client.get(page).content.decode()
    client.force_login(ben)
    staff = client.get(page).content.decode()
    for shown in (stranger, staff):
        assert heading in shown
        assert settings.HELP_PHONE in shown
        assert shown.count("<h1") == 1
    assert rows() == before


@pytest.mark.parametrize("page", PAGES)
def test_says_who_keeps_it_up_and_when_it_was_checked(client: Client, db: None, page: str) -> None:
    assert "2026" in client.get(page).content.decode()


def test_every_link_in_the_footer_opens(client: Client, db: None) -> None:
    footer = client.get("/help").content.decode().split("<footer")[1]
    for address in ("/help", "/help#keyboard", "/accessibility", "/privacy"):
        assert f'href="{address}"' in footer
        assert client.get(address.split("#")[0]).status_code == 200
    assert 'id="keyboard"' in client.get("/help").content.decode()
