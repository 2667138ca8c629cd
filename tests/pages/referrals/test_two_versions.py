"""Two people act on one referral at once: the second sees both versions side by side, and has lost nothing."""

from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from referrals.actions import ask
from referrals.enums import NoteKind, ReferralStatus
from referrals.models import Allocation, HandOff, Referral
from residents.models import Resident
from tests.factories.answers import NOT_OURS, WHY, fresh, give_back
from tests.factories.people import make_user
from tests.factories.referrals import give, make_referral

pytestmark = pytest.mark.django_db
TEAM = "cls-tilbury-chadwell"
MINE, THEIRS = "What you were about to do", "What stands now"
TO_GRAYS = {"to": "other", "team": "cls-grays", "reason": "She lives there now", "urgency": "today", "rang": "yes"}


@dataclass
class Desk:
    """Somebody signed in, with a page of a referral open since it had this version."""

    client: Client
    referral: Referral
    version: int

    def send(self, verb: str, **typed: Any) -> HttpResponse:
        return self.client.post(self.page(verb), typed | {"version": self.version})

    def page(self, verb: str) -> str:
        return f"{self.referral.get_absolute_url()}{verb}"


@pytest.fixture
def sent(jean: Resident, asha: User, ben: User) -> Referral:
    """Asha sent Jean to Ben's team."""
    return fresh(make_referral(jean, asha))


@pytest.fixture
def pia(db: None) -> User:
    return make_user("Pia Lund", Role.SOCIAL_WORKER, TEAM)


def two(referral: Referral, *users: User) -> list[Desk]:
    """Sessions of their own, all with the page of now."""
    desks = [Desk(Client(), referral, fresh(referral).version) for _ in users]
    for desk, user in zip(desks, users, strict=True):
        desk.client.force_login(user)
    return desks


def compared(response: HttpResponse) -> dict[str, tuple[str, str]]:
    """Question → what stands now, what was typed, of a page that shows both versions."""
    assert response.status_code == 409, response.status_code
    table = BeautifulSoup(response.content, "html.parser").select_one("main table.tc-table")
    assert [cell.text for cell in table.select("thead th")] == ["Question", THEIRS, MINE]
    rows = table.select("tbody tr")
    words = [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])] for row in rows]
    return {question: (now, typed) for question, now, typed in words}


def typed_in(response: HttpResponse, name: str) -> str:
    fields = f"[name={name}]:not([type=radio]), [name={name}][checked]"
    box = BeautifulSoup(response.content, "html.parser").select_one(fields)
    return str(box.get("value") or box.text.strip())


def test_allocating(sent: Referral, ben: User, pia: User, dee: User, olu: User) -> None:
    first, second = two(sent, dee, olu)
    assert first.send("allocate", worker=str(pia.pk), note="Rings on Mondays").status_code == 302
    answer = second.send("allocate", worker=str(ben.pk), note="Jean prefers mornings")
    both = compared(answer)
    now, mine = both["What is done with it"]
    assert now.startswith("Dee Walsh allocated this to Pia Lund at ")
    assert mine == "Allocate it to Ben Okafor"
    assert both["Who holds it"] == ("Pia Lund", "Ben Okafor")
    assert both["Note to the worker"] == ("Rings on Mondays", "Jean prefers mornings")
    assert (typed_in(answer, "worker"), typed_in(answer, "note")) == (str(ben.pk), "Jean prefers mornings")
    assert Allocation.objects.get(referral=sent).worker == pia


@pytest.mark.parametrize("meanwhile", ["allocate", "close"])
def test_closing(sent: Referral, ben: User, pia: User, dee: User, olu: User, meanwhile: str) -> None:
    first, second = two(sent, dee, olu)
    did = {"allocate": {"worker": str(pia.pk)}, "close": {"reason": "support_ended"}}[meanwhile]
    assert first.send(meanwhile, **did).status_code == 302
    answer = second.send("close", reason="declined")
    both = compared(answer)
    done = {"allocate": "Dee Walsh allocated this to Pia Lund at ", "close": "Dee Walsh closed this at "}[meanwhile]
    now, mine = both["What is done with it"]
    assert now.startswith(done)
    assert mine.startswith("Close it: ")
    assert typed_in(answer, "reason") == "declined"
    assert Event.objects.filter(verb="referral.closed").count() == (meanwhile == "close")


def test_closing_what_was_given_to_somebody_else(sent: Referral, ben: User, pia: User, dee: User) -> None:
    """Who held it may close it no longer; they are shown what was done, and not only refused."""
    give(sent, ben, dee)
    first, second = two(sent, dee, ben)
    assert first.send("allocate", worker=str(pia.pk)).status_code == 302
    both = compared(second.send("close", reason="declined"))
    assert both["Who holds it"] == ("Pia Lund", "Nobody")
    assert fresh(sent).status == ReferralStatus.ALLOCATED


@pytest.mark.parametrize(
    ("verb", "question"), [("ask", "What do you need to know?"), ("return", "Why does it go back?")]
)
def test_asking_and_returning(sent: Referral, ben: User, dee: User, verb: str, question: str) -> None:
    first, second = two(sent, ben, dee)
    assert first.send(verb, words="Which flat?").status_code == 302
    answer = second.send(verb, words=NOT_OURS)
    both = compared(answer)
    assert both["What is done with it"][0].startswith("Ben Okafor asked about" if verb == "ask" else "Ben Okafor retu")
    now, mine = both[question]
    assert now.startswith("Which flat? Ben Okafor, ")
    assert mine == typed_in(answer, "words") == NOT_OURS
    assert sent.notes.count() == 1


def test_answering(sent: Referral, ben: User, asha: User) -> None:
    ask(referral=sent, words="Which flat?", by=ben, version=sent.version)
    first, second = two(sent, asha, make_user("Tom Reed", Role.TRIAGE, "thurrock-first"))
    assert first.send("answer", words="Flat 2.").status_code == 302
    answer = second.send("answer", words="Flat 3, I think.")
    both = compared(answer)
    assert both["What is done with it"][0].startswith("Asha Patel answered the question about this at ")
    now, mine = both["Your answer"]
    assert now.startswith("Flat 2. Asha Patel, ")
    assert mine == typed_in(answer, "words") == "Flat 3, I think."
    assert [note.words for note in sent.notes.filter(kind=NoteKind.ANSWERED)] == ["Flat 2."]


def test_an_answer_is_not_sent_to_a_question_that_its_page_did_not_show(sent: Referral, ben: User, asha: User) -> None:
    ask(referral=sent, words="Which flat?", by=ben, version=sent.version)
    first, second = two(sent, asha, asha)
    first.send("answer", words="Flat 2.")
    ask(referral=sent, words="Who has the key?", by=ben)
    both = compared(second.send("answer", words="Flat 3."))
    assert both["What is done with it"][0].startswith("Ben Okafor asked about this at ")
    assert sent.notes.filter(kind=NoteKind.ANSWERED).count() == 1


def test_handing_on(sent: Referral, ben: User, dee: User) -> None:
    """The first has handed it on to another team: the second works there no more, and sees it all the same."""
    first, second = two(sent, ben, dee)
    assert first.send("hand-on", **TO_GRAYS, why=WHY, expects="A call").status_code == 302
    elsewhere = TO_GRAYS | {"team": "ilt-grays", "urgency": "now"}
    answer = second.send("hand-on", **elsewhere, why="She needs a nurse.", expects="A visit")
    both = compared(answer)
    now, mine = both["What is done with it"]
    assert now.startswith("Ben Okafor sent this to the Grays CLS team at ")
    assert mine.startswith("Hand it on to ")
    assert both["Team"][0] == "Grays CLS team"
    assert WHY in both["What goes along"][0]
    assert "She needs a nurse." in both["What goes along"][1]
    assert both["What the person expects"] == ("A call", "A visit")
    assert typed_in(answer, "why") == "She needs a nurse."
    assert HandOff.objects.filter(referral=sent, from_team=sent.team).count() == 1


def test_sending_again(sent: Referral, ben: User, asha: User) -> None:
    give_back(sent, ben)
    first, second = two(sent, asha, make_user("Tom Reed", Role.TRIAGE, "thurrock-first"))
    assert first.send("send-again", **TO_GRAYS, words="It is theirs.").status_code == 302
    answer = second.send("send-again", to=TEAM, words="Read the second page.")
    both = compared(answer)
    assert both["Team"] == ("Grays CLS team", sent.team.name)
    now, mine = both["What they should know now"]
    assert now.startswith("It is theirs. Asha Patel, ")
    assert mine == typed_in(answer, "words") == "Read the second page."
    assert fresh(sent).team.slug == "cls-grays"


def test_a_stranger_is_refused_whatever_version_they_name(sent: Referral, ben: User, dee: User, chidi: User) -> None:
    """An old version opens no page to who never had the referral."""
    stranger = two(sent, chidi)[0]
    give(sent, ben, dee)
    for verb, typed in (("close", {"reason": "declined"}), ("ask", {"words": "x"}), ("return", {"words": "x"})):
        assert stranger.send(verb, **typed).status_code == 403
    assert stranger.send("hand-on", **TO_GRAYS, why=WHY).status_code == 403
    assert fresh(sent).status == ReferralStatus.ALLOCATED
