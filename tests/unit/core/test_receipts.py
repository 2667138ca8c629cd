"""E9: a form sent twice is carried out once, by a double click, a back button or a proxy that tries again."""

import time
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.errors import Refused
from core.identifiers import uuid7
from core.models import Draft, Receipt
from core.receipts import once
from tests.committed import at_once
from tests.factories.people import make_user

THREADS = 8
KEYS = 20


def write_one(owner_id: UUID) -> None:
    """Something that shows when it is done twice."""
    now = clock.now()
    Draft.objects.create(
        owner_id=owner_id, form=str(uuid7())[-36:], subject="new", version=1, started_at=now, saved_at=now
    )


@once
def page(request: HttpRequest) -> HttpResponse:
    """A page that writes a row and redirects; a bad form writes nothing."""
    if request.POST.get("words") == "bad":
        return HttpResponse("wrong", status=422)
    write_one(request.user.pk)
    return HttpResponseRedirect("/done")


@once
def failing(request: HttpRequest) -> HttpResponse:
    write_one(request.user.pk)
    raise Refused("not now")


def post(user: User, token: str, words: str = "hello", view: Any = page) -> HttpResponse:
    request = RequestFactory().post("/", {"form_token": token, "words": words, "csrfmiddlewaretoken": str(uuid4())})
    request.user = user
    request.session = SessionStore()  # type: ignore[assignment]
    answer: HttpResponse = view(request)
    return answer


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_a_second_post_gets_the_first_answer_and_does_nothing(self, asha: User) -> None:
        token = str(uuid4())
        answers = [post(asha, token) for _ in range(3)]
        assert {answer["Location"] for answer in answers} == {"/done"}
        assert Draft.objects.count() == 1

    def test_a_new_form_makes_a_new_record(self, asha: User) -> None:
        post(asha, "a")
        post(asha, "b")
        assert Draft.objects.count() == 2

    def test_other_words_under_one_token_are_given_back(self, asha: User) -> None:
        post(asha, "a")
        answer = post(asha, "a", "other words")
        assert answer.status_code == 409
        assert b"other words" in answer.content
        assert Draft.objects.count() == 1

    def test_a_form_with_mistakes_keeps_its_token(self, asha: User) -> None:
        assert post(asha, "a", "bad").status_code == 422
        assert not Receipt.objects.exists()
        assert post(asha, "a", "good").status_code == 302

    def test_a_refused_form_leaves_nothing_and_keeps_its_token(self, asha: User) -> None:
        with pytest.raises(Refused):
            post(asha, "a", view=failing)
        assert not Receipt.objects.exists()
        assert not Draft.objects.exists()

    def test_two_people_may_have_the_same_token(self, asha: User, ben: User) -> None:
        post(asha, "a")
        assert post(ben, "a").status_code == 302
        assert Draft.objects.count() == 2

    def test_a_token_that_is_too_long_is_one_token_all_the_same(self, asha: User) -> None:
        post(asha, "x" * 500)
        post(asha, "x" * 500)
        assert Draft.objects.count() == 1


def test_many_posts_at_one_moment_make_one_record_each(committed: str) -> None:
    user = make_user("Asha Patel", Role.TRIAGE)
    tokens = [str(uuid4()) for _ in range(KEYS)]
    for token in tokens:
        answers = at_once(THREADS, lambda _, token=token: post(user, token).status_code)  # type: ignore[misc]
        assert answers == [302] * THREADS
    assert Draft.objects.count() == KEYS


def test_says_so_when_the_first_post_takes_longer_than_anybody_waits(committed: str) -> None:
    user = make_user("Asha Patel", Role.TRIAGE)

    @once
    def slow(request: HttpRequest) -> HttpResponse:
        time.sleep(0.8)
        return page.__wrapped__(request)  # type: ignore[attr-defined, no-any-return]

    def send(number: int) -> int:
        time.sleep(0.2 * number)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '100ms'")
            return post(user, "a", view=slow).status_code

    first, second = at_once(2, send)
    assert first == 302
    assert isinstance(second, Refused)
    assert "still being saved" in str(second)
    assert Draft.objects.count() == 1
