"""What somebody was writing about a record while it was merged into another one: kept, and never put over the other."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.actions import discard_draft, save_draft
from core.models import Draft
from residents.actions import change_identity
from residents.actions.merging import gather_all
from residents.models import Resident, Statement
from tests.factories.duplicates import make_merge
from tests.factories.people import make_resident

pytestmark = pytest.mark.django_db
WORDS = "I want to sleep in my own bed."
TALK = {
    "held_on": "today",
    "place": "home",
    "effect": "not_said",
    "matters": WORDS,
    "agreed-TOTAL_FORMS": "0",
    "agreed-INITIAL_FORMS": "0",
}


@pytest.fixture
def other(asha: User) -> Resident:
    return make_resident(asha, known_as="Jeannie", family_name="Cole")


def conversation_with(person: Resident) -> str:
    return reverse("talking_shops:conversation_new", kwargs={"reference": person.reference})


def test_shows_the_words_of_a_conversation_on_the_page_of_the_record_that_was_kept(
    client: Client, jean: Resident, other: Resident, ben: User, dee: User
) -> None:
    save_draft(owner_id=ben.pk, form="talk", subject=other.reference, fields={"matters": WORDS}, version=None)
    make_merge(jean, other, dee)
    client.force_login(ben)
    assert WORDS in client.get(conversation_with(other), follow=True).content.decode()
    assert Draft.objects.get().subject == jean.reference


def test_leaves_what_was_begun_on_both_records_as_it_is(jean: Resident, other: Resident, ben: User, dee: User) -> None:
    for person in (jean, other):
        fields = {"matters": person.reference}
        save_draft(owner_id=ben.pk, form="talk", subject=person.reference, fields=fields, version=None)
    make_merge(jean, other, dee)
    kept = {draft.subject: draft.fields["matters"] for draft in Draft.objects.all()}
    assert kept == {person.reference: person.reference for person in (jean, other)}


def test_the_second_of_two_drafts_is_told_of_and_comes_when_the_first_was_sent(
    client: Client, jean: Resident, other: Resident, ben: User, dee: User
) -> None:
    for person in (jean, other):
        fields = {"matters": f"{WORDS} {person.reference}"}
        save_draft(owner_id=ben.pk, form="talk", subject=person.reference, fields=fields, version=None)
    make_merge(jean, other, dee)
    client.force_login(ben)
    first = client.get(conversation_with(other), follow=True).content.decode()
    assert "What you had begun under the earlier reference is kept." in first
    assert f"{WORDS} {jean.reference}" in first
    discard_draft(owner_id=ben.pk, form="talk", subject=jean.reference)
    second = client.get(conversation_with(other), follow=True).content.decode()
    assert f"{WORDS} {other.reference}" in second
    assert "is kept. It waits" not in second
    assert Draft.objects.get().subject == jean.reference


def test_the_night_carries_the_second_draft_when_the_first_was_sent(
    jean: Resident, other: Resident, ben: User, dee: User
) -> None:
    for person in (jean, other):
        save_draft(owner_id=ben.pk, form="talk", subject=person.reference, fields={"matters": WORDS}, version=None)
    make_merge(jean, other, dee)
    gather_all()
    assert Draft.objects.filter(subject=other.reference).exists()
    discard_draft(owner_id=ben.pk, form="talk", subject=jean.reference)
    gather_all()
    assert Draft.objects.get().subject == jean.reference


def test_saves_a_conversation_whose_page_was_open_once_it_is_looked_at_again(
    client: Client, jean: Resident, other: Resident, ben: User, dee: User
) -> None:
    begun = {"owner_id": ben.pk, "form": "talk", "subject": other.reference}
    seen = save_draft(**begun, fields={"matters": WORDS}, version=None).version
    make_merge(jean, other, dee)
    client.force_login(ben)
    answer = client.post(conversation_with(other), TALK | {"draft_version": seen}, follow=True)
    assert answer.status_code == 409
    assert f"{WORDS}</textarea>" in answer.content.decode()
    now = Draft.objects.get(owner_id=ben.pk).version
    assert client.post(conversation_with(jean), TALK | {"draft_version": now}).url == jean.get_absolute_url()
    assert Statement.objects.get(words=WORDS).resident == jean


def test_shows_both_versions_of_a_change_that_was_begun_on_the_old_record(
    client: Client, jean: Resident, other: Resident, ben: User, dee: User
) -> None:
    page = reverse("residents:identity", kwargs={"reference": other.reference, "question": "names"})
    change_identity(resident=other, changes={"known_as": "Jeannie C"}, was_wrong=False, by=ben, version=other.version)
    other.refresh_from_db()
    assert other.version == jean.version + 1, "one more than the record that will be kept: its version after a merge"
    make_merge(jean, other, dee)
    client.force_login(ben)
    typed = {"known_as": "Jeannie", "given_name": "Jeannie", "family_name": "Cole", "version": other.version}
    answer = client.post(page, typed, follow=True)
    assert answer.status_code == 409
    jean.refresh_from_db()
    assert jean.family_name == "Smith"


def test_a_call_follows_the_person_into_the_record_that_was_kept(
    client: Client, jean: Resident, other: Resident, asha: User, dee: User
) -> None:
    fields = {"person": other.reference, "story": WORDS}
    save_draft(owner_id=asha.pk, form="call", subject="new", fields=fields, version=None)
    make_merge(jean, other, dee)
    client.force_login(asha)
    shown = client.get(reverse("referrals:call_new"))
    assert jean.reference in shown.content.decode()
    assert WORDS in shown.content.decode()
    assert "somebody else was chosen" not in shown.content.decode()
