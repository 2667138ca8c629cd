"""Words that look like an attack, and long ones: kept and shown exactly, from the page and from a device, on the way
from somebody not known to somebody's record, and in a promise."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core.models import Draft
from referrals.models import Promise
from residents.models import Resident, Statement
from talking_shops.actions import make_known
from talking_shops.models import AgreedAction, Conversation, ConversationPart
from tests.factories.sealed import hand_in_talk
from tests.pages.talking_shops.forms import sent

pytestmark = pytest.mark.django_db
WORD = (
    "<p class=MsoNormal style='margin:0cm'><b>What matters</b><o:p></o:p></p>\r\n•\tTea – “now”…\u00a0\u00ad\r\n<!--[if"
    " gte mso 9]><xml></xml><![endif]-->"
)
HOSTILE = {
    "a statement of SQL": "'; DROP TABLE residents_statement; --",
    "a script": "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>",
    "plain words of SQL": "I select the drop down and update from there; union of all where 1=1",
    "a template": "{{ 7*7 }} {% load static %} ${7*7} %s %(name)s {0}",
    "marks from right to left": "Ahmed \u202eنور\u202c and \u2066שלום\u2069\u200f end\u2028 next",
    "emoji": "👩🏽\u200d🚒 👨\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e007f",
    "pasted from Word": WORD,
    "100 kB": ("The stairs. " * 9000)[:102_400].strip(),
}
everything = pytest.mark.parametrize("words", list(HOSTILE.values()), ids=list(HOSTILE))


def as_kept(words: str) -> str:
    """What a browser sends of a box ends where its words end: a form takes the blanks around them away."""
    return words.strip()


def shown(client: Client, held: Conversation) -> str:
    soup = BeautifulSoup(client.get(held.get_absolute_url()).content, "html.parser")
    said = soup.select_one(".tc-statement__words")
    assert said is not None
    assert not soup.select("main script, main img, main o\\:p")
    for line in said.select("br"):
        line.replace_with("\n")
    return "\n\n".join(part.get_text() for part in said.select("p"))


def in_lines(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


@everything
def test_from_the_page_of_somebody_not_known_to_a_record(client: Client, ben: User, jean: Resident, words: str) -> None:
    client.force_login(ben)
    client.post(f"/conversations/begun/{uuid4()}/", sent(matters=words))
    held = Conversation.objects.get()
    assert ConversationPart.objects.get().words == as_kept(words)
    assert shown(client, held) == in_lines(words)
    make_known(conversation=held, resident=jean, by=ben)
    assert Statement.objects.get(resident=jean).words == as_kept(words)
    assert shown(client, held) == in_lines(words)


@everything
def test_from_a_device_to_its_conversation(client: Client, ben: User, words: str) -> None:
    client.force_login(ben)
    hand_in_talk(ben, uuid4(), words={"matters": words}, finished=True)
    assert ConversationPart.objects.get().words == words
    assert shown(client, Conversation.objects.get()) == in_lines(words)


@everything
def test_from_a_device_to_the_draft_of_somebodys_page(client: Client, ben: User, jean: Resident, words: str) -> None:
    draft, part = uuid4(), uuid4()
    for turn in (1, 2):
        hand_in_talk(ben, draft, part=part, turn=turn, person=jean.reference, words={"matters": words})
    assert Draft.objects.get().fields["matters"] == words
    client.force_login(ben)
    soup = BeautifulSoup(client.get(f"/people/{jean.reference}/talk/").content, "html.parser")
    box = soup.select_one("textarea[name=matters]")
    assert box is not None
    assert box.get_text().replace("\r\n", "\n").strip("\n") == words.replace("\r\n", "\n").strip("\n")


@pytest.mark.parametrize("words", [text for text in HOSTILE.values() if len(text) <= 300 and "\r" not in text])
def test_what_was_agreed_and_promised(client: Client, ben: User, jean: Resident, words: str) -> None:
    client.force_login(ben)
    row = {"agreed-0-words": words, "agreed-0-doer": "worker", "agreed-0-due_on": "tomorrow"}
    client.post(f"/people/{jean.reference}/talk/", sent(matters="Tea.", **row))
    assert AgreedAction.objects.get().words == Promise.objects.get().words == as_kept(words)
    soup = BeautifulSoup(client.get(Conversation.objects.get().get_absolute_url()).content, "html.parser")
    said = soup.select_one("tbody th")
    assert said is not None
    assert said.get_text() == as_kept(words)
