"""What people thought: asked by link, written down for them, on a sheet of paper, and the results."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from residents.models import Resident
from talking_shops.actions import show_quarters
from talking_shops.feedback_results import quarters
from talking_shops.links import FEEDBACK, token_of
from talking_shops.models import Conversation, Feedback
from tests.factories.after import NUMBER, make_link, make_willing
from tests.factories.field import make_conversation
from tests.notify import Notify, notify

__all__ = ["notify"]


def said(**typed: Any) -> dict[str, Any]:
    return {"listened": "5", "understood": "4", "helped": "", "words": "", "form_token": str(uuid4())} | typed


@pytest.fixture
def held(jean: Resident, ben: User) -> Conversation:
    return make_willing(jean, ben)


def test_the_link_names_nobody_and_takes_one_answer_without_a_cookie(held: Conversation) -> None:
    path = f"/f/{token_of(FEEDBACK, make_link(held).pk)}"
    anybody = Client(enforce_csrf_checks=True)
    text = anybody.get(path).content.decode()
    assert all(name not in text for name in ("Jean", "Smith", "Ben", "Okafor"))
    assert anybody.post(path, said(words="Kind <b>people</b>", may_quote="on")).url == path
    assert "We have your answers" in anybody.get(path).content.decode()
    anybody.post(path, said(listened="1"))
    kept = Feedback.objects.get()
    assert (kept.listened, kept.helped, kept.words, kept.may_quote) == (5, None, "Kind <b>people</b>", True)
    assert not anybody.cookies


def test_the_link_asks_for_at_least_one_answer(held: Conversation) -> None:
    path = f"/f/{token_of(FEEDBACK, make_link(held).pk)}"
    response = Client().post(path, said(listened="", understood=""))
    assert response.status_code == 422
    assert "Answer at least one of the questions" in response.content.decode()


def test_asks_first_whether_they_may_be_asked(client: Client, jean: Resident, ben: User) -> None:
    held = make_conversation(jean, ben)
    page = f"/conversations/{held.pk}/feedback"
    client.force_login(ben)
    text = client.get(page).content.decode()
    assert "Nobody has asked them" in text
    assert "Keep their answers" not in text
    assert client.post(page, said(asked_by="phone")).status_code == 422
    assert not Feedback.objects.exists()
    client.post(f"{page}/may/yes")
    assert "Keep their answers" in client.get(page).content.decode()


def test_sends_a_link_to_who_agreed(client: Client, held: Conversation, ben: User, notify: Notify) -> None:
    client.force_login(ben)
    page = f"/conversations/{held.pk}/feedback/link"
    refused = client.post(page, {"to": NUMBER, "form_token": str(uuid4())})
    assert "Ask first whether it is safe" in refused.content.decode()
    typed = {"to": NUMBER, "is_safe": "on", "form_token": str(uuid4())}
    assert [client.post(page, typed).url for _ in range(2)] == [held.get_absolute_url()] * 2
    assert Feedback.objects.get().sent_to == NUMBER


def test_writes_down_what_they_say_by_telephone_or_on_paper(client: Client, held: Conversation, ben: User) -> None:
    client.force_login(ben)
    page = f"/conversations/{held.pk}/feedback"
    assert client.post(page, said()).status_code == 422
    assert client.post(page, said(asked_by="paper")).url == held.get_absolute_url()
    assert Feedback.objects.get().written_by == ben
    assert "have answered" in client.get(page).content.decode()
    assert "They listened to what matters to me" in client.get("/conversations/feedback/paper").content.decode()


def test_results_are_for_managers_and_for_quarters_that_are_over(client: Client, dee: User, ben: User) -> None:
    client.force_login(dee)
    text = client.get("/reports/what-people-thought/").content.decode()
    assert quarters()[0][1] in text
    assert "These results are not put together yet." in text
    show_quarters()
    today = clock.today()
    for wanted in (str(today), "2019-01-01", "no day"):
        same = client.get(f"/reports/what-people-thought/?quarter={wanted}").content.decode()
        assert f"{quarters()[0][1]}: what people thought" in same
    client.force_login(ben)
    assert client.get("/reports/what-people-thought/").status_code == 403


def test_asks_the_database_a_fixed_number_of_times(
    client: Client, dee: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(dee)
    with django_assert_num_queries(6):  # 2 savepoints, the frame 3, the quarter
        client.get("/reports/what-people-thought/")
    show_quarters()
    with django_assert_num_queries(7):  # and what they allowed to be shown
        client.get("/reports/what-people-thought/")
