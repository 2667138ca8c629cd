"""The merge with its preview, the old address, and undoing it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from core.words import long_date
from referrals.models import Referral
from residents.actions import Home, change_address, merge, record_death, share
from residents.models import Merge, PossibleDuplicate, Resident
from tests.factories.duplicates import make_merge, make_pair
from tests.factories.field import make_conversation, make_stay
from tests.factories.people import make_resident
from tests.factories.referrals import make_referral
from tests.rows import rows

WHY = "She married in May"


@pytest.fixture
def other(asha: User) -> Resident:
    return make_resident(asha, known_as="Jeannie", family_name="Cole", phone="07700900982", postcode="RM18 8EC")


@pytest.fixture
def pair(jean: Resident, other: Resident) -> PossibleDuplicate:
    return make_pair(jean, other)


def merge_page(pair: PossibleDuplicate, keep: Resident | None = None) -> str:
    page = reverse("worklists:duplicate_merge", kwargs={"pk": pair.pk})
    return f"{page}?keep={keep.reference}" if keep else page


def sent(page: BeautifulSoup, form_id: str, **more: str) -> dict[str, str]:
    """The form as a browser would send it, with what is typed."""
    form = page.select_one(f"form#{form_id}")
    fields = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden], input[type=text]")}
    chosen = {field["name"]: field["value"] for field in form.select("input[type=radio][checked]")}
    return fields | chosen | more


def soup(client: Client, user: User, address: str) -> BeautifulSoup:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def said(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("main").text.split())


def test_previews_what_moves_what_is_learnt_and_what_yields(
    client: Client, pair: PossibleDuplicate, jean: Resident, other: Resident, asha: User, dee: User
) -> None:
    referral = make_referral(other, asha)
    page = soup(client, dee, merge_page(pair, jean))
    words = said(page)
    assert "1 referral " in words
    assert referral.reference in words
    assert "Main telephone: 07700900982" in words
    assert "Family name before: Cole" in words
    assert "Kept as an earlier or further one: RM18 8EC" in words
    choices = {field["name"]: field["value"] for field in page.select("input[type=radio][checked]")}
    assert choices == {"known_as": "survivor", "family_name": "survivor", "address": "survivor"}


def test_a_preview_writes_only_who_looked(client: Client, pair: PossibleDuplicate, dee: User) -> None:
    client.force_login(dee)
    before = rows(without="audit.event")
    client.get(merge_page(pair))
    assert rows(without="audit.event") == before


def test_a_preview_takes_a_fixed_number_of_queries(
    client: Client, pair: PossibleDuplicate, other: Resident, asha: User, dee: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _ in range(3):
        make_referral(other, asha)
    client.force_login(dee)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(merge_page(pair))


MOST_QUERIES = 110  # some four for each table with a key to a person, however many rows it has


def test_merges_with_what_was_chosen(
    client: Client, pair: PossibleDuplicate, jean: Resident, other: Resident, asha: User, dee: User
) -> None:
    referral = make_referral(other, asha)
    page = soup(client, dee, merge_page(pair, jean))
    answer = client.post(merge_page(pair, jean), sent(page, "merge", why=WHY, known_as="merged"))
    assert answer.url == jean.get_absolute_url()
    jean.refresh_from_db()
    assert (jean.known_as, jean.family_name, jean.phone) == ("Jeannie", "Smith", "07700900982")
    assert Referral.objects.get(pk=referral.pk).resident == jean
    assert Merge.objects.get().why == WHY


def test_can_keep_the_other_record(
    client: Client, pair: PossibleDuplicate, jean: Resident, other: Resident, dee: User
) -> None:
    page = soup(client, dee, merge_page(pair, other))
    assert page.select_one(f"main a[href='{merge_page(pair, jean)}']")
    assert client.post(merge_page(pair, other), sent(page, "merge", why=WHY)).url == other.get_absolute_url()
    jean.refresh_from_db()
    assert jean.merged_into == other


def test_merges_once_when_it_is_sent_twice(client: Client, pair: PossibleDuplicate, dee: User) -> None:
    form = sent(soup(client, dee, merge_page(pair)), "merge", why=WHY)
    assert client.post(merge_page(pair), form).url == client.post(merge_page(pair), form).url
    assert Merge.objects.count() == 1


def test_keeps_the_words_and_choices_of_a_form_that_is_refused(
    client: Client, pair: PossibleDuplicate, dee: User
) -> None:
    form = sent(soup(client, dee, merge_page(pair)), "merge", why="", known_as="merged")
    answer = client.post(merge_page(pair), form)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert page.select_one(".govuk-error-summary a[href='#id_why']")
    assert page.select_one("[name=known_as][checked]")["value"] == "merged"
    assert not Merge.objects.exists()


def test_shows_what_differs_now_when_a_record_changed_meanwhile(
    client: Client, pair: PossibleDuplicate, jean: Resident, ben: User, dee: User
) -> None:
    form = sent(soup(client, dee, merge_page(pair)), "merge", why=WHY)
    change_address(resident=jean, home=Home(lines="3 Station Road", postcode="RM18 7NJ"), by=ben, version=jean.version)
    answer = client.post(merge_page(pair), form)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert "Somebody changed one of the two records" in said(page)
    assert "3 Station Road" in said(page)
    assert page.select_one("#id_why")["value"] == WHY
    assert client.post(merge_page(pair), sent(page, "merge")).url == jean.get_absolute_url()


def test_the_second_to_merge_sees_what_happened(
    client: Client, pair: PossibleDuplicate, jean: Resident, dee: User, olu: User
) -> None:
    form = sent(soup(client, dee, merge_page(pair)), "merge", why=WHY)
    merge(pair=pair, survivor=jean, why="Same NHS number", by=olu)
    answer = client.post(merge_page(pair), form, follow=True)
    page = BeautifulSoup(answer.content, "html.parser")
    assert "Olu Adeyemi merged these two records" in said(page)
    assert page.select_one(f"main a[href='{Merge.objects.get().get_absolute_url()}']")


@pytest.mark.parametrize("page", ["", "timeline", "details", "alerts"])
def test_the_old_address_leads_to_the_record_that_was_kept(
    client: Client, jean: Resident, other: Resident, ben: User, dee: User, page: str
) -> None:
    make_merge(jean, other, dee)
    client.force_login(ben)
    answer = client.get(f"{other.get_absolute_url()}{page}?x=1")
    assert (answer.status_code, answer.url) == (302, f"{jean.get_absolute_url()}{page}?x=1")
    assert f"{other.reference} was merged into this record." in client.get(answer.url).content.decode()


def test_mrg_4_says_before_anything_is_typed_that_one_has_died(
    client: Client, pair: PossibleDuplicate, jean: Resident, other: Resident, asha: User, dee: User
) -> None:
    day = clock.today() - timedelta(days=1)
    record_death(resident=other, died_on=day, how_known="Her daughter rang", by=asha)
    words = said(soup(client, dee, merge_page(pair, jean)))
    assert f"{jean.reference} says nothing of a death; {other.reference} says that Jeannie Cole died on" in words
    assert "Record the death on both, or correct it, and merge them then." in words


def test_says_that_both_are_in_hospital_and_which_stay_is_kept(
    client: Client, pair: PossibleDuplicate, jean: Resident, other: Resident, gwen: User, dee: User
) -> None:
    make_stay(jean, gwen)
    assert "Both are on the hospital list" not in said(soup(client, dee, merge_page(pair, jean)))
    make_stay(other, gwen, ward="Ward 9")
    words = said(soup(client, dee, merge_page(pair, jean)))
    assert f"Both are on the hospital list: {jean.reference} in" in words
    assert f"The stay of {jean.reference} is kept." in words


def test_the_old_address_tells_a_partner_of_no_other_record(
    client: Client, jean: Resident, other: Resident, asha: User, dee: User, hal: User
) -> None:
    share(resident=jean, team=hal.teams.get(), by=asha, reason="care at home")
    make_merge(jean, other, dee)
    client.force_login(hal)
    text = client.get(other.get_absolute_url(), follow=True).content.decode()
    assert f"{other.reference} was recorded before. This is the record now." in text
    assert "merged" not in text


def test_a_form_that_was_open_on_the_old_page_arrives_with_its_words(
    client: Client, jean: Resident, other: Resident, ben: User, dee: User
) -> None:
    make_merge(jean, other, dee)
    client.force_login(ben)
    answer = client.post(reverse("residents:phone_new", kwargs={"reference": other.reference}), {"number": "x"})
    assert (answer.status_code, answer.url) == (
        307, reverse("residents:phone_new", kwargs={"reference": jean.reference})
    )  # fmt: skip


def test_the_old_address_is_not_there_for_who_may_not_know_of_the_other(
    client: Client, jean: Resident, other: Resident, hal: User, dee: User
) -> None:
    make_merge(jean, other, dee)
    client.force_login(hal)
    assert client.get(other.get_absolute_url()).status_code == 404
    client.logout()
    assert client.get(other.get_absolute_url()).url.startswith("/sign-in")


def test_the_history_of_the_kept_record_holds_that_of_the_other(
    client: Client, jean: Resident, other: Resident, ben: User, dee: User, eve: User
) -> None:
    client.force_login(ben)
    client.get(f"/people/search?q={other.reference}")
    client.get(other.get_absolute_url())
    seen = Event.objects.filter(resident_id=other.pk, verb="resident.viewed").count()
    make_merge(jean, other, dee)
    page = soup(client, eve, reverse("worklists:history", kwargs={"reference": jean.reference}))
    assert seen == 1
    assert said(page).count("Ben Okafor") == 2
    assert f"What was done with {other.reference}, merged into this record" in said(page)


def test_undo_says_what_goes_back_and_asks_about_what_came_since(
    client: Client, jean: Resident, other: Resident, asha: User, ben: User, dee: User
) -> None:
    make_referral(other, asha)
    done = make_merge(jean, other, dee)
    make_conversation(jean, ben)
    page = soup(client, dee, done.get_absolute_url())
    words = said(page)
    assert "1 referral" in words
    assert f"Conversation on {long_date(clock.today())}" in words
    assert "Thing agreed: Ring the choir" in words
    assert "Nothing says otherwise" in words
    question = page.select_one("form#undo input[type=radio]")["name"]
    answer = client.post(done.get_absolute_url(), sent(page, "undo", **{question: "merged"}))
    assert answer.url == other.get_absolute_url()
    other.refresh_from_db()
    assert other.merged_into is None
    assert other.conversations.count() == 1


def test_undo_without_an_answer_is_refused_beside_the_question(
    client: Client, jean: Resident, other: Resident, ben: User, dee: User
) -> None:
    done = make_merge(jean, other, dee)
    make_conversation(jean, ben)
    client.force_login(dee)
    answer = client.post(done.get_absolute_url(), {})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert "Choose to whom this belongs" in page.select_one(".govuk-error-summary").text


def test_undo_shows_what_came_while_somebody_chose(
    client: Client, jean: Resident, other: Resident, ben: User, dee: User
) -> None:
    done = make_merge(jean, other, dee)
    make_conversation(jean, ben)
    form = sent(soup(client, dee, done.get_absolute_url()), "undo")
    make_conversation(jean, ben)
    answer = client.post(done.get_absolute_url(), form)
    assert answer.status_code == 422
    assert len(BeautifulSoup(answer.content, "html.parser").select("form#undo fieldset fieldset")) == 2


def test_undo_says_why_when_it_cannot_be_done_and_twice_is_harmless(
    client: Client, jean: Resident, other: Resident, dee: User
) -> None:
    done = make_merge(jean, other, dee)
    Merge.objects.filter(pk=done.pk).update(at=clock.now() - timedelta(days=40))
    page = soup(client, dee, done.get_absolute_url())
    assert "could be undone until" in said(page)
    assert not page.select("form#undo")
    assert client.post(done.get_absolute_url(), {}).status_code == 422
    Merge.objects.filter(pk=done.pk).update(at=clock.now())
    assert client.post(done.get_absolute_url(), {}).url == other.get_absolute_url()
    assert "was undone already" in said(soup(client, dee, done.get_absolute_url()))
    assert client.post(done.get_absolute_url(), {}).status_code == 422


def test_undo_takes_a_fixed_number_of_queries(
    client: Client, jean: Resident, other: Resident, ben: User, dee: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    done = make_merge(jean, other, dee)
    for _ in range(4):
        make_conversation(jean, ben)
    client.force_login(dee)
    with django_assert_max_num_queries(UNDO_QUERIES):
        client.get(done.get_absolute_url())


UNDO_QUERIES = 160  # some six for each table with a key to a person, however many rows it has
