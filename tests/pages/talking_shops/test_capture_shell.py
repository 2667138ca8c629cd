"""What a device keeps to work without a network: the empty shell, files, sessions; nothing of anybody."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core.models import Draft
from residents.models import Resident
from sealed.enums import ItemStatus
from sealed.models import SealedItem
from talking_shops import shell
from talking_shops.models import Conversation
from tests.factories.field import make_session
from tests.factories.sealed import hand_in_talk

pytestmark = pytest.mark.django_db


def of(user: User | None, address: str) -> Any:
    client = Client()
    if user:
        client.force_login(user)
    return client.get(address)


def test_the_shell_is_the_same_bytes_for_everybody(ben: User, dee: User) -> None:
    shells = {of(user, "/capture/").content for user in (ben, dee, None)}
    assert len(shells) == 1
    page = shells.pop().decode()
    assert "csrfmiddlewaretoken" not in page
    assert not [user for user in (ben, dee) if user.name in page or str(user.pk) in page]


def test_the_shell_asks_for_no_session_and_sets_no_cookie() -> None:
    assert not of(None, "/capture/").cookies


def files(script: str) -> list[str]:
    found: list[str] = json.loads(re.findall(r"^const FILES = (.*);$", script, re.MULTILINE)[0])
    return found


def test_the_worker_keeps_static_files_and_the_shell_and_no_other_page(ben: User) -> None:
    answer = of(ben, "/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    kept = files(answer.content.decode())
    assert [one for one in kept if not one.startswith("/static/")] == ["/capture/", "/capture/sessions.json"]


def test_every_script_and_style_of_the_shell_is_kept() -> None:
    page = of(None, "/capture/").content.decode()
    kept = files(of(None, "/sw.js").content.decode())
    assert set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)) <= set(kept)


def test_one_byte_more_makes_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    assert of(None, "/sw.js").content == of(None, "/sw.js").content
    before, source = of(None, "/sw.js").content, shell._source
    monkeypatch.setattr(shell, "_source", lambda name: source(name) + (b" " if name == "js/outbox.js" else b""))
    assert of(None, "/sw.js").content != before


@pytest.mark.parametrize("switched", [True, False])
def test_half_of_the_worker_is_no_script(settings: Any, switched: bool) -> None:
    settings.CAPTURE_SHELL = switched
    script = of(None, "/sw.js").content.decode()
    assert (script[:8], script[-6:]) == ("(() => {", "})();\n")


def test_switched_off_the_worker_takes_itself_away(settings: Any) -> None:
    settings.CAPTURE_SHELL = False
    script = of(None, "/sw.js").content.decode()
    assert "unregister()" in script
    assert "FILES" not in script


def test_the_sessions_that_a_device_keeps_are_public_facts() -> None:
    session = make_session()
    facts = of(None, "/capture/sessions.json").json()["sessions"]
    assert [set(one) for one in facts] == [{"id", "name", "hours", "on"}]
    assert facts[0]["id"] == str(session.pk)


def test_the_outbox_tells_what_needs_its_writer(ben: User, dee: User) -> None:
    from sealed.actions import receive_item
    from tests.factories.sealed import make_envelope

    receive_item(envelope=make_envelope(ben, {"what": "nobody knows"}, kind="unknown"), by=ben)
    assert SealedItem.objects.get().status == ItemStatus.NEEDS_YOU
    assert "1 item could not be taken up" in of(ben, "/outbox/").content.decode()
    assert "Nothing that you sent needs you" in of(dee, "/outbox/").content.decode()


def test_the_header_of_everybody_signed_in_has_a_place_for_the_truth(ben: User) -> None:
    page = of(ben, "/").content.decode()
    assert f'data-owner="{ben.pk}"' in page
    assert "data-outbox" in page
    assert "js/outbox.js" in page


def test_the_shell_says_what_becomes_of_a_conversation_with_somebody_known(ben: User, jean: Resident) -> None:
    page = BeautifulSoup(of(None, "/capture/").content, "html.parser")
    said = " ".join(page.select_one("[data-about-person]").text.split())
    assert said.endswith("finished, it is saved on their record when it is sent; not finished, it waits on their page.")
    begun = {"person": jean.reference, "words": {"matters": "Tea."}, "called": ""}
    hand_in_talk(ben, uuid4(), **begun)
    assert Draft.objects.get(owner_id=ben.pk).subject == jean.reference
    assert not Conversation.objects.exists()
    hand_in_talk(ben, uuid4(), **begun, finished=True)
    assert Conversation.objects.get().resident == jean
