"""A form that could not be saved: its page says why, and gives every word back."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DataError, IntegrityError, connection, transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.models import User
from accounts.roles import Role
from core.errors import ChangedMeanwhile, Refused, WrongState
from core.middleware import RefusalsAsPages
from core.pages import csrf_failure, server_error
from core.receipts import once
from residents.models import Resident
from tests.factories.answers import hand
from tests.factories.people import make_user
from tests.factories.referrals import give, make_referral

TYPED = "csrfmiddlewaretoken=x&form_token=y&version=1&story=Mum+fell%0Aon+Sunday&need=memory&need=company&empty="


def sent(typed: str = TYPED, user: Any = None) -> Any:
    request = RequestFactory().post("/calls/new", QueryDict(typed).dict() | {"need": ["memory", "company"]})
    request.user = user or AnonymousUser()
    return request


def answered(refusal: Exception) -> tuple[int, str]:
    answer = RefusalsAsPages(lambda request: HttpResponse()).process_exception(sent(), refusal)
    assert answer is not None
    return answer.status_code, answer.content.decode()


def test_says_why_and_gives_every_word_back(db: None) -> None:
    status, page = answered(WrongState("This cannot be done now: it is closed."))
    assert status == 409
    for words in ("This cannot be done now: it is closed.", "Mum fell", "on Sunday", "memory", "company"):
        assert words in page
    assert "What stands now" not in page


def test_prints_nothing_of_the_machinery(db: None) -> None:
    _, page = answered(Refused("No."))
    for name in ("Csrfmiddlewaretoken", "Form token", "Version", "Empty"):
        assert f">{name}<" not in page


def test_shows_both_versions_when_somebody_else_saved_meanwhile(jean: Resident, asha: User) -> None:
    referral = make_referral(jean, asha)
    status, page = answered(ChangedMeanwhile(f"{referral.reference} was changed.", referral))
    assert status == 409
    assert page.index("What stands now") < page.index("Awaiting allocation") < page.index("What you typed")
    assert page.index("What you typed") < page.index("on Sunday")


def test_shows_the_words_of_a_form_that_was_sent_with_others(rf: RequestFactory, ben: User) -> None:
    page = once(lambda request: redirect("/saved"))

    def send(story: str) -> Any:
        request = rf.post("/calls/new", {"form_token": "t", "story": story})
        request.user = ben
        return page(request)

    assert send("The first words").status_code == 302
    assert send("The first words")["Location"] == "/saved"
    other = send("Other words")
    assert other.status_code == 409
    assert "Other words" in other.content.decode()
    assert 'href="/saved"' in other.content.decode()


def test_gives_back_the_words_of_a_form_that_is_too_old(db: None) -> None:
    answer = csrf_failure(sent())
    assert answer.status_code == 403
    assert "Mum fell" in answer.content.decode()
    assert "Open the form again" in answer.content.decode()


def test_is_what_a_browser_gets_without_a_token_of_the_form(ben: User, settings: Settings) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ben)
    answer = strict.post("/sign-in", {"username": "somebody@example.org", "password": "secret words"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "somebody@example.org" in page
    assert "secret words" not in page


def test_a_fault_of_ours_gives_every_word_back_and_asks_the_database_nothing() -> None:
    answer = server_error(sent())
    page = answer.content.decode()
    assert answer.status_code == 500
    for words in ("The fault is ours", "Mum fell", "on Sunday", "company"):
        assert words in page


def test_a_fault_of_ours_is_said_even_when_the_form_cannot_be_read(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = server_error(RequestFactory().post("/calls/new", {"story": "Mum fell " * 10}))
    assert answer.status_code == 500
    assert "The fault is ours" in answer.content.decode()


@pytest.mark.parametrize("broken", [IntegrityError("Jean is there twice"), DataError("Jean is too long")])
def test_says_that_a_row_was_not_saved_and_logs_nobodys_words(
    db: None, broken: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    status, page = answered(broken)
    assert status == 409
    assert "This could not be saved." in page
    assert "Mum fell" in page
    assert f"not saved: {type(broken).__name__}" in caplog.text
    assert "Jean" not in page + caplog.text


def test_logs_the_name_of_the_constraint_that_was_broken(jean: Resident, caplog: pytest.LogCaptureFixture) -> None:
    Resident.objects.filter(pk=jean.pk).update(nhs_number="9434765919")
    with pytest.raises(IntegrityError) as broken, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE residents_resident SET nhs_number = 'x' WHERE id = %s", [jean.pk])
    assert answered(broken.value)[0] == 409
    assert "not saved: IntegrityError resident_nhs_number_is_ten_digits" in caplog.text


def test_gives_back_the_words_of_who_may_not_send_them_any_more(
    client: Client, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    referral = make_referral(jean, asha)
    sam = make_user("Sam Hill", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")
    client.force_login(ben)
    page = f"{referral.get_absolute_url()}return"
    assert client.get(page).status_code == 200
    give(referral, sam, dee)
    answer = client.post(page, {"words": "Her practice is in Grays", "version": 1})
    assert answer.status_code == 409  # who holds it now stands beside the words
    assert "Her practice is in Grays" in answer.content.decode()
    assert "Sam Hill" in answer.content.decode()


def test_gives_back_the_words_of_a_page_that_is_not_theirs_any_more(
    client: Client, jean: Resident, asha: User, ines: User, olu: User
) -> None:
    referral = make_referral(jean, asha, need="carer")
    hand(referral, "cls-grays", olu)
    client.force_login(ines)
    answer = client.post(f"{referral.get_absolute_url()}return", {"words": "She needs a hoist", "version": 1})
    assert answer.status_code == 404
    assert "She needs a hoist" in answer.content.decode()
    assert "Smith" not in answer.content.decode()
