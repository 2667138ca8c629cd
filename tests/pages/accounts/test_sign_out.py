"""Signing out."""

from django.test import Client

from accounts.models import User


def test_goes_back_to_sign_in_and_the_session_is_over(client: Client, ben: User) -> None:
    client.force_login(ben)
    answer = client.post("/sign-out")
    assert (answer["Location"], answer["Clear-Site-Data"]) == ("/sign-in", '"cache"')
    assert client.get("/").status_code == 302


def test_does_nothing_on_a_link_that_is_only_opened(client: Client, ben: User) -> None:
    client.force_login(ben)
    assert client.get("/sign-out").status_code == 405
    assert client.get("/").status_code == 200
