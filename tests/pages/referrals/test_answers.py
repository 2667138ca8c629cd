"""Accept, ask, answer, return, send again: pages on which the two sides of a referral answer each other."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from audit.models import Event
from core.actions import save_draft
from core.models import Draft
from referrals.actions import ask
from referrals.enums import NoteKind, ReferralSource, ReferralStatus
from referrals.models import Referral, ReferralNote
from residents.models import Resident
from tests.factories.answers import NOT_OURS, fresh, give_back, hand
from tests.factories.referrals import give, make_referral
from tests.rows import rows

pytestmark = pytest.mark.django_db
ODD = "  «Ирена» <b>سلام</b> & '); DROP TABLE\nend  "


@pytest.fixture
def sent(jean: Resident, asha: User, ben: User) -> Referral:
    """Asha sent Jean to Ben's team."""
    return fresh(make_referral(jean, asha))


def page_of(referral: Referral, verb: str) -> str:
    return f"{referral.get_absolute_url()}{verb}"


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(referral: Referral, **other: Any) -> dict[str, Any]:
    return {"words": NOT_OURS, "version": fresh(referral).version} | other


def test_accepts_with_one_press(client: Client, sent: Referral, ben: User) -> None:
    client.force_login(ben)
    typed = {"version": sent.version, "form_token": "one form"}
    assert client.post(page_of(sent, "accept"), typed).url == sent.get_absolute_url()
    assert client.post(page_of(sent, "accept"), typed).url == sent.get_absolute_url()
    assert fresh(sent).answered_by == ben
    assert Event.objects.filter(verb="referral.accepted").count() == 1
    assert client.get(page_of(sent, "accept")).status_code == 405


def test_says_so_when_somebody_was_quicker_to_accept(client: Client, sent: Referral, ben: User, dee: User) -> None:
    give(sent, dee, dee)
    client.force_login(dee)
    response = client.post(page_of(sent, "accept"), {"version": sent.version})
    assert response.status_code == 409
    assert fresh(sent).answered_by == dee


def test_asks_and_is_answered(client: Client, sent: Referral, ben: User, asha: User) -> None:
    client.force_login(ben)
    assert client.post(page_of(sent, "ask"), words(sent, words=ODD)).url == sent.get_absolute_url()
    assert ReferralNote.objects.get().words == ODD
    client.force_login(asha)
    page = client.get(page_of(sent, "answer"))
    assert "سلام" in page.content.decode()
    assert "<b>سلام" not in page.content.decode()
    assert client.post(page_of(sent, "answer"), words(sent, words="Hers.")).url == sent.get_absolute_url()
    assert [note.kind for note in fresh(sent).notes.order_by("at")] == [NoteKind.ASKED, NoteKind.ANSWERED]
    assert client.get(page_of(sent, "answer")).url == sent.get_absolute_url()


def test_keeps_an_answer_that_comes_too_late(client: Client, sent: Referral, asha: User) -> None:
    client.force_login(asha)
    response = client.post(page_of(sent, "answer"), words(sent, words="Hers."))
    page = soup(response)
    assert response.status_code == 422
    assert "No question waits for an answer" in page.select_one(".govuk-error-summary").text
    assert page.select_one("#id_words").text.strip() == "Hers."


def test_returns_with_a_reason(client: Client, sent: Referral, ben: User) -> None:
    client.force_login(ben)
    assert client.post(page_of(sent, "return"), words(sent)).url == sent.team.get_absolute_url()
    assert fresh(sent).status == ReferralStatus.RETURNED
    assert client.get(page_of(sent, "return")).url == sent.get_absolute_url()


def test_lets_a_partner_return_what_is_theirs_and_see_it_no_more(
    client: Client, jean: Resident, asha: User, ines: User
) -> None:
    theirs = make_referral(jean, asha, need="carer")
    client.force_login(ines)
    response = client.post(page_of(theirs, "return"), words(theirs), follow=True)
    assert response.status_code == 200
    assert "is returned" in response.content.decode()
    assert client.get(theirs.get_absolute_url()).status_code == 404


def test_lets_a_provider_accept_ask_and_return_what_was_handed_on_to_them(
    client: Client, sent: Referral, ben: User, hal: User
) -> None:
    client.force_login(hal)
    assert client.get(sent.get_absolute_url()).status_code == 404
    hand(sent, "estuary-homecare", ben)
    assert sent.reference in client.get("/teams/estuary-homecare/").content.decode()
    assert client.post(page_of(sent, "accept"), {"version": fresh(sent).version}).url == sent.get_absolute_url()
    assert client.post(page_of(sent, "ask"), words(sent, words="At what hour?")).url == sent.get_absolute_url()
    shown = soup(client.get(sent.get_absolute_url())).select_one("main").text
    assert "At what hour?" in shown
    assert "Hand on to another team" not in shown
    for name in ("Ben Okafor", "Asha Patel", "Maria"):
        assert name not in shown
    assert client.post(page_of(sent, "return"), words(sent)).url == "/teams/estuary-homecare/"
    assert client.get(sent.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("verb", ["ask", "return"])
@pytest.mark.parametrize("typed", ["", "  \n "])
def test_asks_for_words(client: Client, sent: Referral, ben: User, verb: str, typed: str) -> None:
    client.force_login(ben)
    response = client.post(page_of(sent, verb), words(sent, words=typed))
    page = soup(response)
    assert response.status_code == 422
    assert page.select_one(".govuk-error-summary a")["href"] == "#id_words"
    assert not ReferralNote.objects.exists()


@pytest.mark.parametrize("verb", ["ask", "return"])
def test_says_who_acted_meanwhile_and_keeps_the_words(
    client: Client, sent: Referral, ben: User, dee: User, verb: str
) -> None:
    give(sent, dee, dee)
    client.force_login(dee)
    response = client.post(page_of(sent, verb), words(sent, version=sent.version))
    page = soup(response)
    assert response.status_code == 409
    assert "Dee Walsh allocated this to Dee Walsh" in page.select_one(".govuk-error-summary").text
    assert page.select_one("#id_words").text.strip() == NOT_OURS
    again = words(sent, version=page.select_one("[name=version]")["value"])
    assert client.post(page_of(sent, verb), again).status_code == 302


@pytest.mark.parametrize("verb", ["ask", "return"])
def test_says_it_once_and_takes_the_draft_along(client: Client, sent: Referral, ben: User, verb: str) -> None:
    seen = save_draft(owner_id=ben.pk, form=verb, subject=sent.reference, fields={"words": "So"}, version=None).version
    client.force_login(ben)
    assert soup(client.get(page_of(sent, verb))).select_one("#id_words").text.strip() == "So"
    typed = words(sent, form_token="one form", draft_version=seen)
    assert client.post(page_of(sent, verb), typed).url == client.post(page_of(sent, verb), typed).url
    assert ReferralNote.objects.count() == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize("verb", ["ask", "return"])
def test_leads_back_from_what_nobody_here_sent(client: Client, sent: Referral, ben: User, verb: str) -> None:
    Referral.objects.filter(pk=sent.pk).update(source=ReferralSource.SYSTEM)
    client.force_login(ben)
    assert client.get(page_of(sent, verb)).url == sent.get_absolute_url()
    assert client.post(page_of(sent, verb), words(sent)).status_code == 422


def test_sends_again_with_the_reason_and_says_why_it_came_back(
    client: Client, sent: Referral, ben: User, asha: User
) -> None:
    give_back(sent, ben)
    client.force_login(asha)
    page = soup(client.get(page_of(sent, "send-again")))
    text = " ".join(page.select_one("main").text.split())
    assert NOT_OURS in text
    assert "This would be the 3rd hand-off for Jean Smith with this." in text
    typed = {"to": "other", "team": "cls-grays", "reason": "She is there.", "words": "So it is."}
    response = client.post(page_of(sent, "send-again"), typed | {"version": fresh(sent).version})
    assert response.url == sent.get_absolute_url()
    now = fresh(sent)
    assert (now.team.slug, now.rule, now.status) == ("cls-grays", "ROU-11", ReferralStatus.AWAITING_ALLOCATION)
    assert client.get(page_of(sent, "send-again")).url == sent.get_absolute_url()


def test_sends_again_where_the_router_says_by_default(client: Client, sent: Referral, ben: User, asha: User) -> None:
    give_back(sent, ben)
    client.force_login(asha)
    suggested = soup(client.get(page_of(sent, "send-again"))).select_one("input[name=to]")["value"]
    assert suggested == sent.team.slug
    client.post(page_of(sent, "send-again"), {"to": suggested, "version": fresh(sent).version})
    assert fresh(sent).team == sent.team


@pytest.mark.parametrize(
    ("verb", "roles"),
    [
        ("accept", ["asha", "chidi", "eve", "ada"]),
        ("ask", ["asha", "chidi", "eve", "ada"]),
        ("return", ["asha", "chidi", "eve", "ada"]),
        ("answer", ["ben", "dee", "chidi", "eve", "ada"]),
        ("send-again", ["ben", "dee", "chidi", "eve", "ada"]),
    ],
)
def test_is_closed_to_the_other_side_and_to_strangers(
    client: Client, sent: Referral, verb: str, roles: list[str], request: pytest.FixtureRequest
) -> None:
    ask(referral=sent, words="?", by=request.getfixturevalue("ben"))
    for role in roles:
        client.force_login(request.getfixturevalue(role))
        assert client.post(page_of(sent, verb), words(sent)).status_code == 403, role
    client.logout()
    assert client.get(page_of(sent, verb)).url.startswith("/sign-in?next=")
    assert ReferralNote.objects.count() == 1


@pytest.mark.parametrize("verb", ["accept", "ask", "return", "answer", "send-again"])
def test_does_not_exist_for_a_partner_to_whom_it_was_not_sent(
    client: Client, sent: Referral, ines: User, verb: str
) -> None:
    client.force_login(ines)
    assert client.post(page_of(sent, verb), words(sent)).status_code == 404


@pytest.mark.parametrize("verb", ["ask", "return"])
def test_writes_only_who_looked(client: Client, sent: Referral, ben: User, jean: Resident, verb: str) -> None:
    client.force_login(ben)
    before = rows(without="audit.event")
    client.get(page_of(sent, verb))
    assert rows(without="audit.event") == before
    assert Event.objects.get(verb="resident.viewed", resident_id=jean.pk).detail == {"page": f"referrals.{verb}"}
