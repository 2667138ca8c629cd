"""/calls/new/check: what was heard, where it goes and why; then it is sent, once."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from core.actions import save_draft
from core.models import Draft
from referrals.models import Contact, Referral
from residents.models import Resident, Statement
from tests.factories.people import make_resident
from tests.factories.referrals import STORY, make_referral
from tests.pages.referrals.test_call_new import HEARD
from tests.rows import rows

PAGE = "/calls/new/check"


@pytest.fixture
def draft(asha: User, jean: Resident) -> Draft:
    """Asha's call about Jean, ready to be sent."""
    return save_draft(
        owner_id=asha.pk, form="call", subject="new", fields=HEARD | {"person": jean.reference}, version=None
    )


@pytest.fixture
def checking(client: Client, asha: User, draft: Draft) -> Client:
    client.force_login(asha)
    return client


def send(client: Client, draft: Draft, **differently: str) -> str:
    """Press "Send"; where it leads."""
    words = {"send": "yes", "goes": "router", "draft_version": str(draft.version), "form_token": "one form"}
    return client.post(PAGE, words | differently).url


def test_shows_what_was_heard_and_where_it_goes_by_which_rule(checking: Client) -> None:
    page = BeautifulSoup(checking.get(PAGE).content, "html.parser")
    text = page.select_one("main").get_text(" ", strip=True)
    for words in (STORY, "To stay in her own home", "Maria Hughes", "07700900456", "This week", "ROU-9"):
        assert words in text
    assert "Tilbury Health Centre" in text
    assert page.select_one("[name=goes][checked]")["value"] == "router"
    assert page.select_one("label[for=id_goes]").text.strip() == "Tilbury and Chadwell CLS team"
    assert page.select_one("[autofocus]").name == "h1"


def test_leads_back_to_each_box(checking: Client) -> None:
    links = BeautifulSoup(checking.get(PAGE).content, "html.parser").select("a[href^='/calls/new#id_']")
    assert {"#id_story", "#id_need", "#id_urgency"} <= {link["href"].removeprefix("/calls/new") for link in links}


def test_says_what_is_open_already(checking: Client, jean: Resident, asha: User) -> None:
    make_referral(jean, asha)
    text = checking.get(PAGE).content.decode()
    assert "Already open with the Tilbury and Chadwell CLS team" in text


def test_writes_only_who_looked(checking: Client, jean: Resident) -> None:
    before = rows(without="audit.event")
    checking.get(PAGE)
    assert rows(without="audit.event") == before
    assert Event.objects.get(verb="resident.viewed").detail == {"page": "referrals.call_check"}


def test_leads_back_to_the_console_when_something_is_missing(client: Client, asha: User) -> None:
    client.force_login(asha)
    assert client.get(PAGE).url == "/calls/new"


def test_sends_the_words_once_with_the_rule_and_the_reason(checking: Client, draft: Draft, jean: Resident) -> None:
    where = send(checking, draft)
    contact = Contact.objects.get(resident=jean)
    assert where == contact.get_absolute_url()
    referral = Referral.objects.get(contact=contact)
    assert (referral.team.slug, referral.rule) == ("cls-tilbury-chadwell", "ROU-9")
    assert Statement.objects.get(resident=jean, topic="story").words == STORY
    assert (contact.caller_name, contact.may_speak_for) == ("Maria Hughes", True)
    assert not Draft.objects.exists()


def test_keeps_the_advice_that_was_given_on_the_way(client: Client, asha: User, jean: Resident) -> None:
    words = HEARD | {"person": jean.reference, "advice": "Keep the stairs lit"}
    draft = save_draft(owner_id=asha.pk, form="call", subject="new", fields=words, version=None)
    client.force_login(asha)
    send(client, draft)
    assert Contact.objects.get(resident=jean).advice == "Keep the stairs lit"


def test_rou_5_sends_a_carers_call_to_the_carers_service(client: Client, asha: User, jean: Resident) -> None:
    words = HEARD | {"person": jean.reference, "need": "carer"}
    draft = save_draft(owner_id=asha.pk, form="call", subject="new", fields=words, version=None)
    client.force_login(asha)
    send(client, draft)
    assert Referral.objects.get().team.slug == "carers-service"


def test_rou_10_keeps_with_thurrock_first_who_belongs_nowhere_yet(client: Client, asha: User) -> None:
    nowhere = make_resident(asha, practice=None, postcode="")
    words = HEARD | {"person": nowhere.reference}
    draft = save_draft(owner_id=asha.pk, form="call", subject="new", fields=words, version=None)
    client.force_login(asha)
    assert "somebody at Thurrock First decides" in client.get(PAGE).content.decode()
    send(client, draft)
    assert (Referral.objects.get().team.slug, Referral.objects.get().rule) == ("thurrock-first", "ROU-10")


def test_makes_one_record_when_it_is_sent_twice(checking: Client, draft: Draft) -> None:
    assert send(checking, draft) == send(checking, draft)
    assert (Contact.objects.count(), Referral.objects.count()) == (1, 1)


def test_sends_nothing_twice_from_a_second_check_page(checking: Client, draft: Draft) -> None:
    send(checking, draft)
    assert send(checking, draft, form_token="another form") == "/calls/new"
    assert Contact.objects.count() == 1


def test_leads_to_the_contact_when_a_second_check_page_sends_the_same_call(
    client: Client, asha: User, jean: Resident
) -> None:
    words = HEARD | {"person": jean.reference, "started_at": clock.now().isoformat()}
    draft = save_draft(owner_id=asha.pk, form="call", subject="new", fields=words, version=None)
    client.force_login(asha)
    shown = BeautifulSoup(client.get(PAGE).content, "html.parser").select_one("#send [name=started_at]")["value"]
    first = send(client, draft, started_at=shown)
    assert send(client, draft, started_at=shown, form_token="another form") == first
    assert Contact.objects.count() == 1


def test_sends_a_call_whose_callers_name_is_as_long_as_it_may_be(client: Client, asha: User, jean: Resident) -> None:
    words = HEARD | {"person": jean.reference, "caller_name": "M" * 200}
    draft = save_draft(owner_id=asha.pk, form="call", subject="new", fields=words, version=None)
    client.force_login(asha)
    assert send(client, draft) == Contact.objects.get().get_absolute_url()


def test_sends_nothing_unseen_when_another_tab_changed_the_words(
    checking: Client, draft: Draft, asha: User, jean: Resident
) -> None:
    words = HEARD | {"person": jean.reference, "story": "Something quite different"}
    save_draft(owner_id=asha.pk, form="call", subject="new", fields=words, version=draft.version)
    assert send(checking, draft) == PAGE
    assert not Contact.objects.exists()
    assert Draft.objects.get().fields["story"] == "Something quite different"


def test_a_fixed_number_of_queries(checking: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(19):
        checking.get(PAGE)


def test_a_fixed_number_of_queries_for_sending(
    checking: Client, draft: Draft, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(39):  # 14 savepoints; the bank holidays are asked for once in a process
        send(checking, draft)
