"""/referrals/<reference>/hand-on: to another team, with the story, said aloud, once, and undone within ten minutes."""

from datetime import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from core.actions import save_draft
from core.models import Draft
from localities.models import Locality
from referrals.enums import NoteKind, ReferralSource
from referrals.models import HandOff, Referral
from residents.actions import choose_locality
from residents.models import Resident, Statement
from tests.factories.answers import WHY, fresh, hand
from tests.factories.people import make_user
from tests.factories.referrals import STORY, give, make_referral
from tests.rows import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(jean: Resident, asha: User, ben: User, dee: User) -> Referral:
    """A referral that Ben holds, with what matters to Jean."""
    referral = make_referral(jean, asha, matters="Getting to church.")
    give(referral, ben, dee)
    return fresh(referral)


def page_of(referral: Referral) -> str:
    return f"{referral.get_absolute_url()}hand-on"


def words(referral: Referral, **other: Any) -> dict[str, Any]:
    """What Ben types."""
    return {
        "to": "other",
        "team": "cls-grays",
        "reason": "She lives there now.",
        "why": WHY,
        "done": "Rails at the front door.",
        "not_done": "",
        "expects": "A call on Friday.",
        "urgency": "this_week",
        "rang": "yes",
        "version": fresh(referral).version,
    } | other


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def text(response: HttpResponse) -> str:
    return " ".join(soup(response).select_one("main").text.split())


def test_hand_3_says_aloud_which_hand_off_it_would_be(client: Client, held: Referral, ben: User, olu: User) -> None:
    client.force_login(ben)
    assert "This would be the 2nd hand-off for Jean Smith with this." in text(client.get(page_of(held)))
    hand(held, "cls-grays", olu)
    client.force_login(olu)
    assert "This would be the 3rd hand-off for Jean Smith with this." in text(client.get(page_of(held)))


def test_shows_what_goes_along(client: Client, held: Referral, ben: User) -> None:
    client.force_login(ben)
    shown = text(client.get(page_of(held)))
    assert STORY in shown
    assert "Getting to church." in shown


def test_hands_on_and_the_next_team_has_nothing_more_to_ask(
    client: Client, held: Referral, ben: User, chidi: User
) -> None:
    client.force_login(ben)
    response = client.post(page_of(held), words(held))
    assert response.url == held.get_absolute_url()
    now = fresh(held)
    assert (now.team.slug, now.rule) == ("cls-grays", "ROU-11")
    assert "She lives there now" in now.because
    handed = HandOff.objects.filter(referral=held).latest("at")
    after = soup(client.get(response.url))
    assert after.select_one(".tc-alert--success form")["action"] == f"/hand-offs/{handed.pk}/undo"
    client.force_login(chidi)
    shown = text(client.get(held.get_absolute_url()))
    for said in ("Nothing more to ask", STORY, "Getting to church.", WHY, "Rails at the front door.", "We rang you"):
        assert said in shown
    assert Statement.objects.count() == 2  # nothing was told or typed twice


def test_goes_where_the_router_suggests(client: Client, held: Referral, ben: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 25, 10, 15, tzinfo=clock.LONDON))
    grays = Locality.objects.get(slug="grays")
    choose_locality(resident=held.resident, locality=grays, reason="She lives with her son there.", by=ben, version=1)
    client.force_login(ben)
    assert soup(client.get(page_of(held))).select_one("input[name=to]")["value"] == "cls-grays"
    client.post(page_of(held), words(held, to="cls-grays", team="", reason=""))
    now = fresh(held)
    assert (now.team.slug, now.rule) == ("cls-grays", "ROU-9")


def test_offers_every_team_but_the_one_that_has_it(client: Client, held: Referral, ben: User) -> None:
    client.force_login(ben)
    offered = {choice["value"] for choice in soup(client.get(page_of(held))).select("select[name=team] option")}
    assert held.team.slug not in offered
    assert {"cls-grays", "ilt-grays", "carers-service", "estuary-homecare", "thurrock-first"} <= offered


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ({"why": ""}, "Enter why you hand this on"),
        ({"to": ""}, "Select who takes this up"),
        ({"team": ""}, "Select a team or service"),
        ({"team": "nowhere"}, "Select a team or service from the list"),
        ({"reason": " "}, "Enter why it is this one"),
        ({"rang": ""}, "Select yes if you have rung them about it"),
        ({"urgency": ""}, "Select how urgent it is"),
        ({"expects": "x" * 501}, "What does the person expect to happen next? must be 500 characters or fewer"),
    ],
)
def test_says_what_is_missing_and_keeps_the_words(
    client: Client, held: Referral, ben: User, missing: dict[str, str], message: str
) -> None:
    client.force_login(ben)
    response = client.post(page_of(held), words(held, **missing))
    assert response.status_code == 422
    page = soup(response)
    assert message in page.select_one(".govuk-error-summary").text
    assert message in " ".join(error.text for error in page.select(".govuk-error-message"))
    assert page.select_one("#id_done").text.strip() == "Rails at the front door."
    assert fresh(held).team == held.team


def test_shows_both_versions_when_somebody_acted_meanwhile(
    client: Client, held: Referral, ben: User, dee: User
) -> None:
    typed = words(held)
    give(held, dee, dee)
    client.force_login(dee)
    response = client.post(page_of(held), typed)
    page = soup(response)
    assert response.status_code == 409
    assert "Dee Walsh allocated this to Dee Walsh" in page.select_one(".govuk-error-summary").text
    table = page.select_one("main table").text
    assert "Tilbury and Chadwell CLS team" in table
    assert "Grays CLS team" in table
    assert page.select_one("#id_why").text.strip() == WHY
    again = typed | {"version": page.select_one("[name=version]")["value"]}
    assert client.post(page_of(held), again).status_code == 302


def test_hands_on_once_when_it_is_sent_twice(client: Client, held: Referral, ben: User) -> None:
    client.force_login(ben)
    typed = words(held, form_token="one form")
    assert client.post(page_of(held), typed).url == client.post(page_of(held), typed).url
    assert HandOff.objects.filter(referral=held, to_team__slug="cls-grays").count() == 1


def test_sends_the_draft_with_it_and_keeps_a_newer_one_of_another_tab(
    client: Client, held: Referral, ben: User
) -> None:
    slot: dict[str, Any] = {"owner_id": ben.pk, "form": "hand-on", "subject": held.reference}
    seen = save_draft(**slot, fields={"why": "Older"}, version=None).version
    save_draft(**slot, fields={"why": "Newer"}, version=seen)
    client.force_login(ben)
    refused = client.post(page_of(held), words(held, draft_version=seen))
    assert refused.status_code == 409
    assert WHY in refused.content.decode()
    assert fresh(held).team == held.team
    assert soup(client.get(page_of(held))).select_one("#id_why").text.strip() == "Newer"
    assert client.post(page_of(held), words(held, draft_version=seen + 1)).status_code == 302
    assert not Draft.objects.exists()


def test_undo_takes_it_back_and_counts_for_nothing(client: Client, held: Referral, ben: User) -> None:
    client.force_login(ben)
    client.post(page_of(held), words(held))
    handed = HandOff.objects.filter(referral=held).latest("at")
    response = client.post(f"/hand-offs/{handed.pk}/undo", follow=True)
    assert "is back with the Tilbury and Chadwell CLS team" in text(response)
    assert "This is the 1st hand-off for Jean Smith" in text(response)
    assert client.get(f"/hand-offs/{handed.pk}/undo").status_code == 405


def test_undo_says_so_when_somebody_acted(client: Client, held: Referral, ben: User, chidi: User, olu: User) -> None:
    handed = hand(held, "cls-grays", ben)
    give(held, chidi, olu)
    client.force_login(ben)
    response = client.post(f"/hand-offs/{handed.pk}/undo")
    assert response.status_code == 409
    assert "Somebody has acted on this" in response.content.decode()


def test_leads_back_from_a_review_after_a_stay_in_hospital(client: Client, held: Referral, ben: User) -> None:
    Referral.objects.filter(pk=held.pk).update(source=ReferralSource.DISCHARGE)
    client.force_login(ben)
    assert client.get(page_of(held)).url == held.get_absolute_url()
    assert client.post(page_of(held), words(held)).status_code == 422


@pytest.mark.parametrize("role", ["asha", "chidi", "eve", "ada"])
def test_is_closed_to_who_has_it_not(client: Client, held: Referral, role: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(page_of(held)).status_code == 403
    assert client.post(page_of(held), words(held)).status_code == 403


def test_is_closed_to_the_partner_who_has_it(client: Client, jean: Resident, asha: User, ines: User) -> None:
    theirs = make_referral(jean, asha, need="carer")
    client.force_login(ines)
    assert client.get(page_of(theirs)).status_code == 403
    assert "Hand on" not in client.get(theirs.get_absolute_url()).content.decode()


def test_tells_a_partner_who_gets_it_no_names_and_no_words_between_other_teams(
    client: Client, held: Referral, ben: User, dee: User, ines: User
) -> None:
    client.force_login(ben)
    client.post(page_of(held), words(held, to="other", team="carers-service"))
    client.force_login(ines)
    shown = text(client.get(held.get_absolute_url()))
    assert WHY in shown
    assert STORY in shown
    assert held.notes.get(kind=NoteKind.HANDED_ON).words.splitlines()[0] in shown
    for name in ("Ben Okafor", "Dee Walsh", "Asha Patel", "Maria", "Getting to church."):
        assert name not in shown, name


def test_keeps_words_of_every_script_and_markup(client: Client, held: Referral, ben: User) -> None:
    odd = "  «Ирена» <b>سلام</b> & '); DROP TABLE\n\nconclusion  "
    client.force_login(ben)
    client.post(page_of(held), words(held, why=odd))
    assert odd.replace("\n", "\n").strip() in fresh(held).notes.get().words
    page = client.get(held.get_absolute_url()).content.decode()
    assert "<b>سلام" not in page


def test_writes_only_who_looked(client: Client, held: Referral, ben: User, jean: Resident) -> None:
    client.force_login(ben)
    before = rows(without="audit.event")
    client.get(page_of(held))
    assert rows(without="audit.event") == before
    assert Event.objects.get(verb="resident.viewed", resident_id=jean.pk).detail == {"page": "referrals.hand_on"}


def test_a_fixed_number_of_queries_however_often_it_was_handed_on(
    client: Client, held: Referral, olu: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for slug in ("cls-grays", "ilt-grays", "cls-tilbury-chadwell"):
        hand(held, slug, olu)
    make_user("Kit Brown", Role.SOCIAL_WORKER, "cls-grays")
    client.force_login(olu)
    with django_assert_max_num_queries(24):
        client.get(page_of(held))
