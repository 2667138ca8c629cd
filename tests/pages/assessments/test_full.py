"""/assessments/<id>: the full assessment beside what the ward knew, and what has changed since."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from assessments.actions import Assessed, Found, FoundNeed, save_full, start_full
from assessments.models import AssessedNeed, Assessment
from audit.models import Event
from core import clock
from core.actions import save_draft
from core.models import Draft
from core.words import long_date
from discharges.actions import record_discharge
from discharges.enums import ClockStatus, Pathway
from discharges.models import SixWeekClock
from referrals.actions import make_promise
from residents.actions import hear
from residents.enums import Topic
from residents.models import Confirmation, Resident, Statement
from tests.factories.field import make_clock, make_light_touch, make_stay
from tests.factories.referrals import make_contact
from tests.rows import rows

ANSWERS = (
    "lives_alone", "can_get_in", "home_is_warm", "can_get_about", "can_wash_and_dress", "can_eat_and_drink",
    "has_medicines",
)  # fmt: skip
WORDS = (
    "seen", "seen_at", "with_whom", "lives_at", "equipment", "who_helps", "matters", "good_life", "strengths",
    "people", "home", "worries", "view", "next_steps", "decision",
)  # fmt: skip


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    """Jean is home for some days, after a light-touch assessment on the ward."""
    stay = make_stay(jean, gwen, admitted_on=clock.days_ago(9))
    make_light_touch(
        stay, gwen, completed=True, can_get_about="with_help", has_medicines="yes", lives_alone="yes",
        equipment="A commode",
    )  # fmt: skip
    return record_discharge(stay=stay, discharged_on=clock.days_ago(4), pathway=Pathway.P1, by=gwen)


@pytest.fixture
def begun(jean: Resident, ben: User, running: SixWeekClock) -> Assessment:
    return start_full(resident=jean, by=ben)


@pytest.fixture
def page(begun: Assessment) -> str:
    return f"/assessments/{begun.pk}"


def sent(version: int = 1, *needs: tuple[str, ...], **typed: Any) -> dict[str, Any]:
    answers = dict.fromkeys(ANSWERS, "not_asked") | dict.fromkeys(WORDS, "")
    parts = ("need", "said_by", "helps", "met_by")
    filled = {
        f"needs-{row}-{part}": text for row, one in enumerate(needs) for part, text in zip(parts, one, strict=True)
    }
    total = {"needs-TOTAL_FORMS": str(len(needs)), "needs-INITIAL_FORMS": "0"}
    held = {"held_on": "today", "copy_given": "not_yet", "version": str(version), "form_token": str(uuid4())}
    return answers | filled | total | held | typed


def enough(version: int = 1, *needs: tuple[str, ...], **typed: Any) -> dict[str, Any]:
    said = {"seen": "yes", "matters": "My cat.", "decision": "Two visits a day go on.", "then": "complete"}
    return sent(version, *needs, **(said | typed))


def shown(client: Client, page: str) -> str:
    return " ".join(client.get(page).content.decode().split())


def test_begins_with_the_facts_of_the_ward_and_what_has_changed(
    client: Client, page: str, begun: Assessment, ben: User, gwen: User
) -> None:
    told = Assessed(Found(can_get_about="yes", has_medicines="with_help", lives_alone="no", equipment="A commode"))
    save_full(assessment=begun, told=told, by=ben)
    client.force_login(ben)
    text = shown(client, page)
    table = text[text.index("What has changed since the ward") : text.index("</table>")]
    for fact, ward, now, change in (
        ("Gets about", "With help", "Yes", "Better than on the ward"),
        ("Has and takes their medicines", "Yes", "With help", "Worse than on the ward"),
        ("Lives alone", "Yes", "No", "Changed since the ward"),
        ("Equipment", "A commode", "A commode", "As on the ward"),
        ("Washes and dresses", "Not asked", "Not asked", "Not asked now"),
    ):
        row = table[table.index(fact) :]
        row = row[: row.index("</tr>")]
        assert row.index(f">{ward}</td>") < row.rindex(f">{now}</td>") < row.index(change)
    assert text.index("What has changed since the ward") < text.index('name="seen"')
    assert "On the ward: With help" in text
    assert f"Completed by {gwen.name}" in text
    assert "The six-week review is due by" in text


def test_says_what_happened_since_the_ward(client: Client, page: str, jean: Resident, asha: User, ben: User) -> None:
    make_contact(jean, asha)
    make_promise(resident=jean, words="Ring about the rail", due_on=clock.today(), by=ben)
    client.force_login(ben)
    text = shown(client, page)
    since = text[text.index("Since then:") :]
    assert "1 contact" in since[: since.index("</h3>")]
    assert "1 promise made, kept or broken" in since[: since.index("</h3>")]
    assert "Ring about the rail" in since[: since.index("</section>")]
    assert "Went home from" not in since[: since.index("</section>")]


@pytest.mark.parametrize("on_the_ward", [False, True])
def test_says_that_the_ward_left_nothing_behind_when_it_did_not(
    client: Client, jean: Resident, ben: User, gwen: User, on_the_ward: bool
) -> None:
    if on_the_ward:
        make_clock(jean, gwen, days_ago=3)
    client.force_login(ben)
    text = shown(client, start_full(resident=jean, by=ben).get_absolute_url())
    told = (
        "The light-touch assessment on the ward: nobody began one."
        if on_the_ward
        else "No stay in hospital is recorded"
    )
    assert told in text
    assert "On the ward:" not in text


def test_saves_what_there_is_and_comes_back_to_it(client: Client, page: str, jean: Resident, ben: User) -> None:
    client.force_login(ben)
    needs = [("Getting up", "person", "A rail", "Maria"), ("", "", "", "")]
    response = client.post(page, sent(1, *needs, can_get_in="no", view="Tired."), follow=True)
    assert response.redirect_chain == [(jean.get_absolute_url(), 302)]
    assert "Assessment saved. Come back to it from here." in response.content.decode()
    text = shown(client, page)
    assert 'name="can_get_in" type="radio" value="no" checked' in text
    assert "Tired.</textarea>" in text
    assert 'value="Getting up"' in text
    assert AssessedNeed.objects.count() == 1
    assert Assessment.objects.full().get().is_open


def test_a_need_that_was_emptied_is_gone(client: Client, page: str, begun: Assessment, ben: User) -> None:
    told = Assessed(Found(), [FoundNeed("Getting up", "person"), FoundNeed("Company", "person")])
    save_full(assessment=begun, told=told, by=ben)
    client.force_login(ben)
    client.post(page, sent(2, ("", "", "", ""), ("Company", "person", "", "")))
    assert list(AssessedNeed.objects.values_list("need", flat=True)) == ["Company"]


def test_completing_it_says_which_clock_it_met(client: Client, page: str, running: SixWeekClock, ben: User) -> None:
    client.force_login(ben)
    response = client.post(page, enough(), follow=True)
    text = response.content.decode()
    assert response.redirect_chain == [(page, 302)]
    assert f"It meets the six-week clock of the discharge on {long_date(running.discharged_on)}, in time" in text
    assert f"/assessments/{Assessment.objects.full().get().pk}/undo" in text
    running.refresh_from_db()
    assert running.status == ClockStatus.MET


def test_completing_it_late_asks_why_and_lets_one_go_on(client: Client, jean: Resident, gwen: User, ben: User) -> None:
    running = make_clock(jean, gwen, days_ago=45)
    page = f"/assessments/{start_full(resident=jean, by=ben).pk}"
    client.force_login(ben)
    response = client.post(page, enough(), follow=True)
    late, text = f"{running.get_absolute_url()}late", response.content.decode()
    assert response.redirect_chain == [(late, 302)]
    assert "3 days late" in text
    assert f"{page}/undo" in text
    assert f'href="{running.get_absolute_url()}">Not now' in " ".join(text.split())
    assert client.post(late, {"cause": "unwell", "words": ""}).status_code == 302
    assert running.breach_reasons.get().cause == "unwell"
    client.post(f"{page}/undo")
    again = client.post(page, enough(Assessment.objects.full().get().version), follow=True)
    assert again.redirect_chain == [(page, 302)]  # why it is late has been said


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("seen", "Select whether you saw them"),
        ("decision", "Enter what was decided, in plain words"),
        ("held_on", "Enter the day on which it was held"),
        ("matters", "what they said or what is still true of it"),
    ],
)
def test_asm_5_is_not_completed_before_it_says_enough_and_keeps_the_words(
    client: Client, page: str, ben: User, missing: str, sentence: str
) -> None:
    client.force_login(ben)
    response = client.post(page, enough(view="The <stairs>.", **{missing: ""}))
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert "The &lt;stairs&gt;.</textarea>" in text
    assert Assessment.objects.full().get().is_open
    assert not Statement.objects.exists()


def test_asm_2_a_day_before_it_was_begun_is_kept_only_when_it_is_said(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    refused = client.post(page, enough(held_on="yesterday"))
    assert refused.status_code == 422
    assert "It was begun here on" in refused.content.decode()
    assert client.post(page, enough(held_on="yesterday", written_later="on")).status_code == 302
    assert Assessment.objects.full().get().completed_on == clock.days_ago(1)


def test_what_is_still_true_is_confirmed_with_one_tick(client: Client, page: str, jean: Resident, ben: User) -> None:
    known = hear(resident=jean, topic=Topic.MATTERS, words="My cat.", by=ben, source=jean)
    client.force_login(ben)
    assert client.post(page, enough(matters="", still_true=[str(known.pk)])).status_code == 302
    assert Confirmation.objects.get().statement == known


def test_shows_both_versions_when_a_colleague_saved_meanwhile(
    client: Client, page: str, begun: Assessment, ben: User, dee: User
) -> None:
    told = Assessed(Found(who_helps="Eze"), [FoundNeed("Company", "person")])
    save_full(assessment=begun, told=told, by=dee)
    client.force_login(ben)
    response = client.post(page, sent(1, ("Getting up", "person", "", ""), who_helps="Pat"))
    text = " ".join(response.content.decode().split())
    assert response.status_code == 409
    table = text[text.index("Where the two versions differ") :]
    assert table.index("Eze") < table.index("Pat")
    assert table.index("Company") < table.index("Getting up")
    assert 'name="version" type="hidden" value="2"' in text
    assert client.post(page, sent(2, ("Getting up", "person", "", ""), who_helps="Pat")).status_code == 302
    assert Assessment.objects.full().get().findings.who_helps == "Pat"


def test_shows_a_newer_draft_beside_the_words_that_were_sent(
    client: Client, page: str, begun: Assessment, ben: User
) -> None:
    slot = {"owner_id": ben.pk, "form": "full-assessment", "subject": str(begun.pk)}
    seen = save_draft(**slot, fields=sent(view="Tired."), version=None).version
    save_draft(**slot, fields=sent(1, ("Company", "person", "", ""), view="Very tired."), version=seen)
    client.force_login(ben)
    answer = client.post(page, sent(view="Tired.", draft_version=str(seen)))
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert "The other tab says" in text
    assert "Very tired.</td>" in text
    assert "Company, person</td>" in text


def test_gives_back_a_draft_and_drops_it_when_it_is_saved(
    client: Client, page: str, begun: Assessment, ben: User
) -> None:
    fields = sent(1, ("Getting up", "person", "A rail", ""), view="Tir")
    save_draft(owner_id=ben.pk, form="full-assessment", subject=str(begun.pk), fields=fields, version=None)
    client.force_login(ben)
    text = shown(client, page)
    assert "Tir</textarea>" in text
    assert 'value="A rail"' in text
    client.post(page, sent(view="Tired."))
    assert not Draft.objects.exists()


def test_keeps_the_words_when_it_was_completed_meanwhile(
    client: Client, page: str, ben: User, begun: Assessment
) -> None:
    client.force_login(ben)
    client.post(page, enough())
    response = client.post(page, sent(view="The stairs."))
    assert response.status_code == 422
    assert "This assessment is completed." in response.content.decode()
    assert "The stairs.</textarea>" in response.content.decode()


def test_one_form_sent_twice_saves_once(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    typed = sent(matters="My cat.")
    assert [client.post(page, typed).status_code for _ in range(2)] == [302, 302]
    assert Statement.objects.count() == 1
    assert Assessment.objects.full().get().version == 2


def test_asks_the_database_a_fixed_number_of_times(
    client: Client, page: str, jean: Resident, asha: User, ben: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for topic in Topic:
        hear(resident=jean, topic=topic, words="Something.", by=ben, source=jean)
    for _ in range(15):
        make_contact(jean, asha)
    client.force_login(ben)
    with django_assert_max_num_queries(18):
        client.get(page)


def test_writes_nothing_but_who_opened_the_record(client: Client, page: str, jean: Resident, ben: User) -> None:
    client.force_login(ben)
    before = rows(without="audit.event")
    client.get(page)
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="resident.viewed")
    assert (event.resident_id, event.detail) == (jean.pk, {"page": "assessments.full"})
