"""/hospital/notices/: the words of a notice are kept, a person who is added leads back, what waits is said, a file that
stopped is gone on with.
"""

from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from core.actions import save_draft
from core.models import Draft
from discharges.actions import send_file, take_up_file
from discharges.enums import FileStatus, NoticeStatus, StayStatus
from discharges.models import HospitalNotice, HospitalStay
from outbox.enums import JobStatus
from outbox.models import Job
from residents.models import Resident
from tests.factories.notices import JEANS_NUMBER, csv_of, receive, said
from tests.factories.people import make_resident
from tests.pages.discharges.test_notices import FILES, LIST, sent, text_of
from tests.unit.discharges.test_notice_files import line, work

NEW = f"{LIST}new?kind=assessment"


def test_the_form_keeps_its_words_and_brings_them_back(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    page = client.get(NEW)
    assert "js/autosave.js" in page.content.decode()
    url = page.context["draft"].url
    kept = {"fields": {"ward": "Fry", "supporting": "Lives alone"}, "version": None, "page": "p", "turn": 1}
    assert client.post(url, kept, content_type="application/json").status_code == 200
    again = client.get(NEW).content.decode()
    assert 'value="Fry"' in again
    assert "Lives alone" in again
    assert 'value="Fry"' not in client.get(f"{LIST}new?kind=discharge").content.decode()


def test_a_notice_that_was_taken_in_leaves_no_draft(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    kept = save_draft(owner_id=gwen.pk, form="notice", subject="assessment", fields={"ward": "Fry"}, version=None)
    client.post(NEW, sent(**said(), draft_version=str(kept.version)))
    assert HospitalNotice.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_newer_draft_of_another_tab_is_shown_beside_what_was_typed(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    save_draft(owner_id=gwen.pk, form="notice", subject="assessment", fields={"ward": "The other tab"}, version=None)
    answer = client.post(NEW, sent(**said(ward="This tab"), draft_version="0"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "The other tab" in text
    assert "This tab" in text
    assert not HospitalNotice.objects.exists()


def test_a_corrected_notice_has_a_draft_of_its_own(client: Client, gwen: User) -> None:
    first = receive(gwen)
    client.force_login(gwen)
    page = client.get(NEW, {"kind": "assessment", "corrects": str(first.pk)})
    assert page.context["draft"].subject == str(first.pk)
    assert client.get(page.context["draft"].url).status_code != 404


def test_adding_the_person_leads_back_to_the_notice_and_matches_it(client: Client, gwen: User) -> None:
    notice = receive(gwen, family_name="Quartermain", given_name="Zeb", nhs_number="9434765919", born_on="1/2/1941")
    client.force_login(gwen)
    add_url = client.get(notice.get_absolute_url()).context["add_url"]
    form = client.get(add_url).context["form"]
    typed = {name: str(value) for name, value in form.initial.items() if isinstance(value, str)}
    answer = client.post(add_url, sent(**typed))
    added = Resident.objects.get(family_name="Quartermain")
    assert (answer.status_code, answer["Location"]) == (
        302, f"{notice.get_absolute_url()}?person={added.reference}",
    )  # fmt: skip
    page = text_of(client, answer["Location"])
    assert f"Is it about {added.display_name}?" in page
    client.post(f"{notice.get_absolute_url()}about", sent(person=added.reference))
    notice.refresh_from_db()
    assert (notice.status, notice.resident) == (NoticeStatus.APPLIED, added)


def test_somebody_known_who_is_found_while_adding_leads_back_too(client: Client, gwen: User, jean: Resident) -> None:
    notice = receive(gwen, nhs_number="")
    client.force_login(gwen)
    add_url = client.get(notice.get_absolute_url()).context["add_url"]
    back = f'href="{notice.get_absolute_url()}?person={jean.reference}"'
    page = client.get(add_url)
    assert back in page.content.decode()
    like_jean = {"given_name": "Jean", "family_name": "Smith", "then": page.context["proof"]}
    assert back in text_of(client, "/people/new/matches", **like_jean)
    assert back not in text_of(client, "/people/new/matches", **(like_jean | {"then": "https://example.org"}))


@pytest.fixture
def waiting(asha: User, gwen: User) -> HospitalNotice:
    """A notice of today of somebody whom a notice of today has withdrawn already."""
    make_resident(asha, nhs_number=JEANS_NUMBER)
    receive(gwen, "withdrawal", issued_at=str(clock.today()))
    return receive(gwen, issued_at=str(clock.today()))


def test_says_why_a_notice_waits_and_asks_whether_they_are_in_hospital(
    client: Client, gwen: User, waiting: HospitalNotice
) -> None:
    client.force_login(gwen)
    text = text_of(client, waiting.get_absolute_url())
    assert "nobody can know whether it was this one" in text
    assert "Is Jean Smith in hospital now?" in text
    about = {"person": Resident.objects.get().reference}
    refused = client.post(f"{waiting.get_absolute_url()}about", sent(**about))
    assert refused.status_code == 409
    assert "Is Jean Smith in hospital now?" in refused.content.decode()
    client.post(f"{waiting.get_absolute_url()}about", sent(**about, counts="yes"))
    assert HospitalStay.objects.get().status == StayStatus.IN_HOSPITAL


def test_a_notice_of_a_day_is_shown_with_its_day_alone(client: Client, gwen: User, waiting: HospitalNotice) -> None:
    client.force_login(gwen)
    today = f"{clock.today().day} {clock.today():%B %Y}"
    row = text_of(client, LIST).split("<tbody")[1].split("</tbody>")[0]
    assert today in row
    assert f"{today} at" not in row


def test_the_hubs_day_and_list_say_how_many_notices_wait(client: Client, gwen: User, waiting: HospitalNotice) -> None:
    client.force_login(gwen)
    assert "1 notice of wards waits" in text_of(client, "/")
    assert "Notices of wards: 1 waits" in text_of(client, "/hospital/")
    waiting.delete()
    assert "notice of wards waits" not in text_of(client, "/")
    assert "Notices of wards</a>" in text_of(client, "/hospital/")


def test_a_file_that_was_given_up_is_gone_on_with_from_its_page(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    held = send_file(name="a.csv", content=csv_of(line()), by=gwen)
    path = held.get_absolute_url()
    assert "Go on with this file" not in text_of(client, path)
    Job.objects.filter(kind="notice_file.check").update(status=JobStatus.DEAD)
    text = text_of(client, path)
    assert "was given up after several tries" in text
    assert "hx-get" not in text
    answer = client.post(f"{path}go-on", sent(), follow=True)
    assert "The work on this file goes on." in answer.content.decode()
    work()
    held.refresh_from_db()
    assert held.status == FileStatus.CHECKED


def test_the_rest_of_a_file_is_left_from_its_page(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    held = send_file(name="a.csv", content=csv_of(line()), by=gwen)
    work()
    take_up_file(file=held, by=gwen)
    Job.objects.filter(kind="notice_file.take_up").update(status=JobStatus.DEAD)
    answer = client.post(f"{held.get_absolute_url()}drop", sent(), follow=True)
    assert "Ended: the rest was not taken up" in answer.content.decode()
    assert "Go on with this file" not in answer.content.decode()


def test_only_the_hub_goes_on_with_a_file(client: Client, gwen: User, asha: User) -> None:
    held = send_file(name="a.csv", content=csv_of(line()), by=gwen)
    client.force_login(asha)
    assert client.post(f"{FILES}{held.pk}/go-on", {"form_token": str(uuid4())}).status_code == 403
