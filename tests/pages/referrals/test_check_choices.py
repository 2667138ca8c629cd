"""/calls/new/check: where it goes – what is open already, the router, its second choice, another team – and back."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from audit.models import Event
from core import clock
from core.actions import save_draft
from core.models import Draft
from referrals.actions import close
from referrals.enums import CloseReason, ContactOutcome
from referrals.models import Contact, Referral, ReferralNote
from residents.models import Resident
from tests.factories.people import make_resident
from tests.factories.referrals import STORY, make_referral
from tests.pages.referrals.test_call_new import HEARD
from tests.rows import rows

PAGE = "/calls/new/check"
SATURDAY = datetime(2026, 11, 21, 11, 0, tzinfo=clock.LONDON)


@pytest.fixture
def checking(client: Client, asha: User, jean: Resident) -> Client:
    """Asha, who is about to send a call about Jean."""
    return at_check(client, asha, jean)


def at_check(client: Client, by: User, person: Resident, **differently: str) -> Client:
    words = HEARD | {"person": person.reference, "started_at": clock.now().isoformat()} | differently
    save_draft(owner_id=by.pk, form="call", subject="new", fields=words, version=None)
    client.force_login(by)
    return client


def soup(response: HttpResponse) -> Tag:
    page = BeautifulSoup(response.content, "html.parser").select_one("main")
    assert page is not None
    return page


def send(client: Client, goes: str, **more: str | list[str]) -> HttpResponse:
    """Press "Send" on the page as it is shown now."""
    form = soup(client.get(PAGE)).select_one("#send")
    assert form is not None
    hidden = {box["name"]: box["value"] for box in form.select("input[type=hidden][value]")}
    return client.post(PAGE, hidden | {"send": "yes", "goes": goes} | more)


def choices(client: Client) -> list[str]:
    return [box["value"] for box in soup(client.get(PAGE)).select("[name=goes]")]


def test_offers_the_router_first_then_its_second_choice_then_another_team(checking: Client) -> None:
    assert choices(checking) == ["router", "second", "other"]
    text = soup(checking.get(PAGE)).get_text(" ", strip=True)
    assert "Rule ROU-9. 0 referrals wait there now. Median wait: — (fewer than 5" in text
    assert "Rule ROU-10." in text


def test_offers_to_add_to_what_is_open_first_and_adds(checking: Client, jean: Resident, asha: User) -> None:
    open_work = make_referral(jean, asha)
    page = soup(checking.get(PAGE))
    first = page.select_one("[name=goes][checked]")
    assert first is not None
    assert first["value"] == "add"
    today = clock.today()
    since = f"Already open with the Tilbury and Chadwell CLS team since {today.day} {today:%B}: add to that"
    assert since in page.get_text(" ", strip=True)
    send(checking, "add")
    contact = Contact.objects.latest("taken_at")
    assert (contact.outcome, Referral.objects.count()) == (ContactOutcome.ADDED, 1)
    assert ReferralNote.objects.get(referral=open_work).words.startswith(STORY)
    shown = soup(checking.get(contact.get_absolute_url())).get_text(" ", strip=True)
    assert f"Added to {open_work.reference} , which the Tilbury and Chadwell CLS team has open" in shown


def test_makes_a_new_referral_beside_open_work_when_that_is_chosen(
    checking: Client, jean: Resident, asha: User
) -> None:
    make_referral(jean, asha)
    send(checking, "router")
    assert Referral.objects.filter(resident=jean).count() == 2
    assert Referral.objects.latest("received_at").rule == "ROU-7"


def test_sends_to_the_second_choice_with_its_own_rule(checking: Client) -> None:
    send(checking, "second")
    referral = Referral.objects.get()
    assert (referral.team.slug, referral.rule) == ("thurrock-first", "ROU-10")


def test_rou_11_sends_to_another_team_with_the_reason(checking: Client) -> None:
    send(checking, "other", team="cls-grays", reason="Her daughter’s worker is there")
    referral = Referral.objects.get()
    assert (referral.team.slug, referral.rule) == ("cls-grays", "ROU-11")
    assert "Asha" in referral.because
    assert "Her daughter’s worker is there (the table says Tilbury and Chadwell CLS team, ROU-9)" in referral.because


def test_asks_which_team_and_why_and_keeps_what_was_typed(checking: Client) -> None:
    response = send(checking, "other", expects="A ring by Friday", read_back=["born"])
    page = soup(response)
    assert response.status_code == 422
    summary = page.select_one(".govuk-error-summary")
    assert summary is not None
    assert "Select the team" in summary.text
    assert "Enter why it goes to another team" in summary.text
    assert page.select_one("[name=expects]")["value"] == "A ring by Friday"  # type: ignore[index]
    assert page.select_one("[name=read_back][value=born]").has_attr("checked")  # type: ignore[union-attr]
    assert not Contact.objects.exists()


def test_offers_no_provider_as_another_team(checking: Client) -> None:
    teams = [option["value"] for option in soup(checking.get(PAGE)).select("[name=team] option")]
    assert "cls-grays" in teams
    assert "estuary-homecare" not in teams
    assert send(checking, "other", team="estuary-homecare", reason="They know her").status_code == 422


def test_refuses_a_choice_that_is_none(checking: Client) -> None:
    assert send(checking, "add").status_code == 422
    assert not Contact.objects.exists()


def test_keeps_which_identifiers_were_read_back(checking: Client) -> None:
    send(checking, "router", read_back=["name", "born"])
    assert Event.objects.get(verb="contact.taken").detail["read_back"] == "name, born"


def test_asks_to_read_back_only_what_is_known(client: Client, asha: User) -> None:
    hardly_known = make_resident(asha, born_on=None, phone="", nhs_number=None)
    page = soup(at_check(client, asha, hardly_known).get(PAGE))
    assert [box["value"] for box in page.select("[name=read_back]")] == ["name", "address"]


def test_keeps_what_the_person_expects_or_what_the_page_told(checking: Client, client: Client, asha: User) -> None:
    send(checking, "router", expects="A visit this week")
    assert Referral.objects.get().expects == "A visit this week"
    at_check(client, asha, make_resident(asha, given_name="Sam"))
    send(client, "router")
    assert Referral.objects.latest("received_at").expects.startswith("The Tilbury and Chadwell CLS team ")


def test_says_on_saturday_when_the_team_takes_it_up(checking: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: SATURDAY)
    told = "The Tilbury and Chadwell CLS team takes this up on Monday 23 November from 9am."
    assert told in soup(checking.get(PAGE)).get_text(" ", strip=True)
    where = send(checking, "router").url
    referral = Referral.objects.get()
    assert referral.works_from == datetime(2026, 11, 23, 9, 0, tzinfo=clock.LONDON)
    assert referral.expects == told
    assert f"Sent. {told}" in soup(checking.get(where)).get_text(" ", strip=True)


def test_shows_the_receiving_team_the_rule_the_reason_and_from_when_it_is_theirs(
    checking: Client, dee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: SATURDAY)
    send(checking, "router")
    checking.force_login(dee)
    text = soup(checking.get(Referral.objects.get().get_absolute_url())).get_text(" ", strip=True)
    for words in ("Rule ROU-9", "Tilbury Health Centre", "Taken up from 23 November 2026 at 9am", "What they expect"):
        assert words in text


def test_sends_nothing_unseen_when_the_router_says_something_else_by_now(
    checking: Client, jean: Resident, asha: User, dee: User
) -> None:
    open_work = make_referral(jean, asha)
    shown = soup(checking.get(PAGE)).select_one("[name=shown]")["value"]  # type: ignore[index]
    version = str(Draft.objects.get().version)
    close(referral=open_work, reason=CloseReason.ADVICE_GIVEN, by=dee)
    before = rows(without="audit.event")
    response = checking.post(PAGE, {"send": "yes", "goes": "add", "shown": shown, "draft_version": version})
    assert response.status_code == 409
    assert "read it again. Nothing was sent" in soup(response).text
    assert rows(without="audit.event") == before


def test_places_somebody_of_no_locality_by_hand_with_a_reason(client: Client, asha: User) -> None:
    nowhere = make_resident(asha, practice=None, postcode="")
    at_check(client, asha, nowhere)
    placing = {"place": "yes", "locality": "grays", "place_reason": "Sleeps in the town park"}
    assert client.post(PAGE, placing).url == PAGE
    nowhere.refresh_from_db()
    assert (nowhere.locality and nowhere.locality.slug) == "grays"
    page = soup(client.get(PAGE))
    assert "chosen by hand: Sleeps in the town park (LOC-3)" in page.text
    assert page.select_one("#place") is None
    assert Draft.objects.get().fields["story"] == STORY


def test_asks_for_the_reason_of_a_locality_by_hand(client: Client, asha: User) -> None:
    at_check(client, asha, make_resident(asha, practice=None, postcode=""))
    response = client.post(PAGE, {"place": "yes", "locality": "grays"})
    assert response.status_code == 422
    assert "Enter why this locality" in soup(response).select_one(".govuk-error-summary").text  # type: ignore[union-attr]


def test_offers_no_locality_by_hand_when_one_is_known(checking: Client) -> None:
    assert soup(checking.get(PAGE)).select_one("#place") is None


def test_takes_back_what_was_sent_with_the_words_in_the_console(checking: Client) -> None:
    where = send(checking, "router").url
    page = soup(checking.get(where))
    undo = page.select_one("form[action$=withdraw]")
    assert undo is not None
    assert page.select_one("[autofocus]").text.strip() == "Next call"  # type: ignore[union-attr]
    assert checking.post(undo["action"], {"form_token": "undo"}).url == "/calls/new"
    assert Referral.objects.get().close_reason == CloseReason.VOIDED
    assert STORY in checking.get("/calls/new").content.decode()


def test_says_why_when_it_can_no_longer_be_taken_back(checking: Client, dee: User) -> None:
    where = send(checking, "router").url
    close(referral=Referral.objects.get(), reason=CloseReason.ADVICE_GIVEN, by=dee)
    response = checking.post(f"{where}withdraw", {"form_token": "undo"}, follow=True)
    assert "Somebody has acted on" in soup(response).text
    assert soup(response).select_one("form[action$=withdraw]") is None


def test_has_five_key_presses_from_the_heading_to_sent_with_two_identifiers(checking: Client) -> None:
    focusable = soup(checking.get(PAGE)).select("h1, a[href], input:not([type=hidden]), button, select")
    after = focusable[[one.name for one in focusable].index("h1") + 1 :]
    assert [one.get("name") for one in after[:2]] == ["read_back", "read_back"]  # Tab, Space, Tab, Space, Ctrl+Enter
