"""The console says of somebody who has died or moved away that they have, in the words of every page, before the story
goes on.
"""

from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core import clock
from residents.actions import record_death, record_move
from residents.life import stopped_in_words
from residents.models import Resident


def said_of(client: Client, person: Resident) -> str:
    page = BeautifulSoup(client.get("/calls/new", {"person": person.reference}).content, "html.parser")
    chosen = page.select_one(".tc-call__person")
    assert chosen is not None
    return chosen.get_text(" ", strip=True)


def test_says_that_they_have_died(client: Client, jean: Resident, asha: User) -> None:
    record_death(resident=jean, died_on=clock.today(), by=asha, how_known="Her daughter rang")
    jean.refresh_from_db()
    client.force_login(asha)
    words = said_of(client, jean)
    assert "What their family says can still be recorded." in stopped_in_words(jean)
    assert stopped_in_words(jean) in words
    assert "Check that you have the right person." in words


def test_says_that_they_have_moved_away(client: Client, jean: Resident, asha: User) -> None:
    record_move(resident=jean, left_on=clock.today(), to="Leeds", by=asha, how_known="She rang")
    jean.refresh_from_db()
    client.force_login(asha)
    assert "moved out of the borough to Leeds" in said_of(client, jean)


def test_says_nothing_of_somebody_who_lives_here(client: Client, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    assert "right person" not in said_of(client, jean)
