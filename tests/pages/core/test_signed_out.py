"""A form that is sent after the session has ended gives its words back."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Event

pytestmark = pytest.mark.django_db
WORDS = "Mum fell twice & is <frightened>."


def test_gives_the_words_back_when_the_session_ended_before_the_form_was_sent(client: Client, asha: User) -> None:
    client.force_login(asha)
    client.logout()
    answer = client.post(reverse("referrals:call_new"), {"story": WORDS, "next": "check"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Mum fell twice &amp; is &lt;frightened&gt;." in page
    assert f"{reverse('accounts:sign_in')}?next=%2Fcalls%2Fnew" in page
    assert not Event.objects.filter(verb="contact.taken").exists()


def test_sends_a_stranger_to_the_sign_in_page_when_nothing_was_typed(client: Client) -> None:
    answer = client.post(reverse("referrals:call_new"), {})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("accounts:sign_in"))


def test_never_gives_a_password_back(client: Client) -> None:
    answer = client.post(reverse("referrals:call_new"), {"story": WORDS, "password": "Very-secret-words-1"})
    assert "Very-secret" not in answer.content.decode()


def test_takes_nothing_from_a_page_that_somebody_else_had_opened(client: Client, asha: User, ben: User) -> None:
    client.force_login(asha)
    typed = {"story": WORDS, "next": "check", "page_owner": str(ben.pk)}
    answer = client.post(reverse("referrals:call_new"), typed)
    assert answer.status_code == 403
    assert "Mum fell twice &amp; is &lt;frightened&gt;." in answer.content.decode()
    assert str(ben.pk) not in answer.content.decode()
    assert not Event.objects.filter(verb="contact.taken").exists()
    mine = client.post(reverse("referrals:call_new"), typed | {"page_owner": str(asha.pk)})
    assert mine.status_code != 403
