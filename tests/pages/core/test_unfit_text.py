"""Text with a NUL, which PostgreSQL cannot keep: a page that says so, and every word given back."""

import pytest
from django.test import Client

from accounts.models import User
from residents.models import Resident


@pytest.mark.parametrize("page", ["/calls/new?person=%00", "/audit/?before=%00", "/sign-in?next=%00", "/?a%00=b"])
def test_says_what_is_wrong_with_an_address_that_holds_one(client: Client, asha: User, page: str) -> None:
    client.force_login(asha)
    answer = client.get(page)
    assert answer.status_code == 400
    assert "the NUL character" in answer.content.decode()


@pytest.mark.parametrize("name", ["form_token", "story", "person"])
def test_gives_back_what_was_typed(client: Client, asha: User, name: str) -> None:
    client.force_login(asha)
    answer = client.post("/calls/new", {"matters": "Her cat", "form_token": "t", name: "Mum\0fell"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Her cat" in page
    assert "\0" not in page
    assert ("Mumfell" in page) is (name != "form_token")
    assert "no-store" in answer["Cache-Control"]


def test_never_shows_a_password(client: Client, db: None) -> None:
    answer = client.post("/sign-in", {"username": "ben@example.org", "password": "a secret\0"})
    assert answer.status_code == 400
    assert "a secret" not in answer.content.decode()


def test_knows_no_address_with_one(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    assert client.get(f"/people/{jean.reference}%00").status_code == 404


def test_takes_a_cookie_with_one_for_none(client: Client, db: None) -> None:
    client.cookies["sessionid"] = "abcdefghij\0"
    assert client.get("/")["Location"] == "/sign-in?next=/"


def test_says_beside_each_field_where_the_nul_stands(client: Client, asha: User) -> None:
    client.force_login(asha)
    answer = client.post("/calls/new", {"story": "Mum\0fell", "matters": "Her cat", "advice": "\0Ring"})
    page = answer.content.decode()
    assert "Story holds a character that cannot be kept (the NUL character), after “Mum”" in page
    assert "Advice holds a character that cannot be kept (the NUL character), at its beginning" in page
    assert page.count("govuk-error-message") == 2
