"""Starting the full assessment, reading it, opening it again, and saying that it was entered in error."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from assessments.actions import Assessed, Found, FoundNeed, complete_full, start_full
from assessments.models import Assessment
from core import clock
from core.actions import save_draft
from discharges.enums import ClockStatus
from discharges.models import SixWeekClock
from residents.models import Resident
from tests.factories.field import make_clock

READERS = ("ben", "chidi", "dee", "olu")
OTHERS = ("asha", "gwen", "hal", "ines", "eve", "ada")
TOLD = Assessed(
    Found(seen="video", with_whom="Maria", decision="Two visits a day go on.", view="She is tired.", can_get_in="no"),
    [FoundNeed("Getting up", "carer", "A rail", "Her son")],
    {"matters": "My cat <Tom>."},
)


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    return make_clock(jean, gwen, days_ago=4)


@pytest.fixture
def done(jean: Resident, ben: User, running: SixWeekClock) -> Assessment:
    begun = start_full(resident=jean, by=ben)
    return complete_full(assessment=begun, told=TOLD, held_on=clock.today(), by=ben)


def shown(client: Client, page: str) -> str:
    return " ".join(client.get(page, follow=True).content.decode().split())


def test_is_started_from_the_referral_that_holds_the_review(
    client: Client, jean: Resident, running: SixWeekClock, ben: User
) -> None:
    client.force_login(ben)
    page = f"/people/{jean.reference}/assessment"
    referral = shown(client, running.referral.get_absolute_url())
    assert f'action="{page}"' in referral
    assert "Hold the review" in referral
    response = client.post(page, {"form_token": "one"})
    begun = Assessment.objects.get()
    assert (response.status_code, response.url) == (302, f"/assessments/{begun.pk}")
    assert (begun.kind, begun.assessor) == ("full", ben)


def test_is_started_from_the_page_of_the_person(
    client: Client, jean: Resident, running: SixWeekClock, ben: User
) -> None:
    client.force_login(ben)
    assert "Hold the review" in shown(client, jean.get_absolute_url())
    assert "Start the assessment" in shown(client, f"/people/{jean.reference}/assessment")
    assert not Assessment.objects.exists()


def test_a_second_starter_is_led_to_the_first_and_told_who_holds_it(
    client: Client, jean: Resident, ben: User, chidi: User
) -> None:
    begun = start_full(resident=jean, by=ben)
    client.force_login(chidi)
    page = f"/people/{jean.reference}/assessment"
    for response in (client.get(page, follow=True), client.post(page, follow=True)):
        assert response.redirect_chain == [(begun.get_absolute_url(), 302)]
        assert "Ben Okafor has held this assessment since" in response.content.decode()
        assert "<textarea" not in response.content.decode()
    assert Assessment.objects.count() == 1


def test_reads_all_that_was_found(client: Client, done: Assessment, chidi: User) -> None:
    client.force_login(chidi)
    text = shown(client, done.get_absolute_url())
    for words in (
        "Ben Okafor completed it on", "By video", "Maria", "My cat &lt;Tom&gt;.", "She is tired.", "Getting up",
        "Their carer", "A rail", "Her son", "Two visits a day go on.", "Not yet", "It meets the six-week clock",
    ):  # fmt: skip
        assert words in text
    assert text.index("My cat") < text.index("She is tired.")
    assert "<textarea" not in text
    assert "entered in error" not in text


def test_one_of_another_time_in_which_nothing_is_written_down_says_so(
    client: Client, jean: Resident, ben: User, chidi: User
) -> None:
    client.force_login(chidi)
    assert "Nothing is written down in it." in shown(client, start_full(resident=jean, by=ben).get_absolute_url())


def test_gives_back_what_was_typed_and_not_sent(client: Client, done: Assessment, ben: User) -> None:
    fields = {"view": "The stairs.", "can_get_in": "yes", "version": "1"}
    save_draft(owner_id=ben.pk, form="full-assessment", subject=str(done.pk), fields=fields, version=None)
    client.force_login(ben)
    text = shown(client, done.get_absolute_url())
    typed = text[text.index("You had typed this; it was not saved") : text.index("What was saved")]
    assert "The stairs." in typed


def test_six_4_is_opened_again_within_ten_minutes(
    client: Client, done: Assessment, running: SixWeekClock, ben: User
) -> None:
    client.force_login(ben)
    assert "Open it again" in shown(client, done.get_absolute_url())
    response = client.post(f"/assessments/{done.pk}/undo", follow=True)
    assert "The assessment is open again." in response.content.decode()
    assert 'name="decision"' in response.content.decode()
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN
    again = client.post(f"/assessments/{done.pk}/undo", follow=True)
    assert "Only who completed it opens it again" in again.content.decode()


def test_six_4_one_that_was_entered_in_error_says_why_and_the_clock_runs(
    client: Client, done: Assessment, running: SixWeekClock, ben: User
) -> None:
    client.force_login(ben)
    page = f"/assessments/{done.pk}/in-error"
    assert client.post(page, {"because": " "}).status_code == 422
    response = client.post(page, {"because": "About another <Jean>."}, follow=True)
    assert response.redirect_chain == [(done.get_absolute_url(), 302)]
    text = response.content.decode()
    assert "Entered in error. Ben Okafor said so on" in text
    assert "About another &lt;Jean&gt;." in text
    assert "It meets the six-week clock" not in text
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN
    again = client.post(page, {"because": "Again."})
    assert again.status_code == 422
    assert "it was entered in error" in again.content.decode()


@pytest.mark.parametrize("who", READERS)
def test_is_read_by_social_workers_and_managers(
    client: Client, done: Assessment, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert "Two visits a day go on." in shown(client, done.get_absolute_url())


@pytest.mark.parametrize("who", OTHERS)
def test_is_closed_to_everybody_else(
    client: Client, done: Assessment, jean: Resident, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    for page in (done.get_absolute_url(), f"/people/{jean.reference}/assessment", f"/assessments/{done.pk}/in-error"):
        assert client.get(page).status_code == 403
        assert client.post(page, {"because": "Wrong."}).status_code == 403
    assert client.post(f"/assessments/{done.pk}/undo").status_code == 403
    done.refresh_from_db()
    assert done.status == "completed"


def test_asm_1_a_reader_does_not_write(client: Client, jean: Resident, ben: User, chidi: User, olu: User) -> None:
    page = start_full(resident=jean, by=ben).get_absolute_url()
    for reader in (chidi, olu):
        client.force_login(reader)
        assert client.post(page, {"decision": "No.", "form_token": "x"}).status_code == 403
    assert not hasattr(Assessment.objects.get(), "findings")


@pytest.mark.parametrize(("who", "leads"), [("ben", True), ("olu", True), ("gwen", False), ("asha", False)])
def test_the_timeline_says_that_it_was_held_and_leads_there_who_may_read_it(
    client: Client, done: Assessment, jean: Resident, who: str, leads: bool, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    text = shown(client, f"/people/{jean.reference}/timeline")
    assert "Care and support assessment completed" in text
    assert (f'href="{done.get_absolute_url()}"' in text) is leads


def test_asks_the_database_a_fixed_number_of_times(
    client: Client, done: Assessment, ben: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(ben)
    with django_assert_max_num_queries(19):
        client.get(done.get_absolute_url())
