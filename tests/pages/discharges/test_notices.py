"""/hospital/notices/: what waits, one notice, a new one, files."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from audit.models import Event
from discharges.actions import send_file, set_aside
from discharges.enums import FileStatus, NoticeStatus
from discharges.models import HospitalNotice, HospitalStay, NoticeFile
from outbox.models import Job
from residents.models import Resident
from tests.factories.field import make_stay
from tests.factories.notices import JEANS_NUMBER, csv_of, hours_ago, receive, said
from tests.factories.people import make_resident
from tests.unit.discharges.test_notice_files import line, work

LIST = "/hospital/notices/"
FILES = "/hospital/notices/files/"


def sent(**typed: str) -> dict[str, str]:
    return {"form_token": str(uuid4())} | typed


def text_of(client: Client, path: str, **query: str) -> str:
    return client.get(path, query).content.decode()


def test_lists_what_waits_and_all_with_who_was_shown(client: Client, gwen: User, asha: User) -> None:
    jeannie = make_resident(asha, nhs_number=JEANS_NUMBER)
    receive(gwen)
    receive(gwen, family_name="Cole", given_name="Sam", nhs_number="")
    client.force_login(gwen)
    waiting, everything = text_of(client, LIST), text_of(client, LIST, show="all")
    assert "Sam Cole" in waiting
    assert "Jean Smith" not in waiting
    assert "Jean Smith" in everything
    shown = Event.objects.filter(subject_type="discharges.notices").latest("at")
    assert shown.detail["residents"] == [str(jeannie.pk)]


def test_says_when_nothing_waits(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    assert "None is waiting." in text_of(client, LIST)


def test_shows_what_the_ward_wrote_and_what_it_changed(client: Client, gwen: User, asha: User) -> None:
    make_resident(asha, nhs_number=JEANS_NUMBER)
    notice = receive(gwen, supporting="Lives <alone>", interpreter="yes")
    client.force_login(gwen)
    text = text_of(client, notice.get_absolute_url())
    assert "Put on the hospital list: Basildon University Hospital" in text
    assert "Lives &lt;alone&gt;" in text
    assert "Interpreter required" in text
    assert Event.objects.filter(verb="resident.viewed", detail__page="discharges.notice").exists()


def test_shows_whom_it_may_be_about_with_reasons_and_takes_it_up(client: Client, gwen: User, jean: Resident) -> None:
    notice = receive(gwen, nhs_number="")
    client.force_login(gwen)
    text = text_of(client, notice.get_absolute_url())
    assert "This person" in text
    assert "14 July 1945" in text
    answer = client.post(f"{notice.get_absolute_url()}about", sent(person=jean.reference), follow=True)
    assert "The notice is about Jean Smith." in answer.content.decode()
    assert HospitalStay.objects.get().resident == jean


def test_says_why_a_notice_cannot_be_taken_up_for_somebody(client: Client, gwen: User, asha: User) -> None:
    gone = make_resident(asha, given_name="Ivy", known_as="")
    Resident.objects.filter(pk=gone.pk).update(died_on="2026-01-02")
    notice = receive(gwen, nhs_number="")
    client.force_login(gwen)
    answer = client.post(f"{notice.get_absolute_url()}about", sent(person=gone.reference))
    assert answer.status_code == 409
    assert "has died" in answer.content.decode()


def test_finds_somebody_else_and_leads_to_adding_them_with_their_words(client: Client, gwen: User, asha: User) -> None:
    make_resident(asha, known_as="", given_name="Gertrude", family_name="Hollis")
    notice = receive(gwen, family_name="Quartermain", given_name="Zeb", nhs_number="9434765919")
    client.force_login(gwen)
    assert "Gertrude Hollis" in text_of(client, notice.get_absolute_url(), q="Gertrude Hollis")
    page = client.get(notice.get_absolute_url())
    added = client.get(page.context["add_url"]).content.decode()
    assert 'value="Quartermain"' in added
    assert "9434765919" in added.replace(" ", "")


def test_a_withdrawal_leads_to_what_a_person_must_decide(client: Client, gwen: User, asha: User) -> None:
    jeannie = make_resident(asha, nhs_number=JEANS_NUMBER)
    receive(gwen)
    notice = receive(gwen, "withdrawal", issued_at=hours_ago(1), withdrawal_reason="08")
    client.force_login(gwen)
    text = text_of(client, notice.get_absolute_url())
    assert f'href="/people/{jeannie.reference}/died"' in text
    assert "To decide" in text_of(client, LIST, show="all")


def test_is_set_aside_with_a_reason_and_taken_back(client: Client, gwen: User) -> None:
    notice = receive(gwen)
    client.force_login(gwen)
    path = f"{notice.get_absolute_url()}aside"
    assert client.post(path, sent(because="")).status_code == 422
    client.post(path, sent(because="Lives in Kent"))
    assert "Lives in Kent" in text_of(client, notice.get_absolute_url())
    client.post(f"{notice.get_absolute_url()}back", sent())
    notice.refresh_from_db()
    assert notice.status == NoticeStatus.WAITING


@pytest.mark.parametrize(
    ("kind", "there", "not_there"),
    [
        ("assessment", "Safeguarding", "Reason for withdrawal"),
        ("discharge", "Proposed discharge date", "Safeguarding"),
        ("withdrawal", "Reason for withdrawal", "Carer"),
    ],
)
def test_the_form_has_the_fields_of_its_kind_alone(
    client: Client, gwen: User, kind: str, there: str, not_there: str
) -> None:
    client.force_login(gwen)
    text = text_of(client, f"{LIST}new", kind=kind)
    assert there in text
    assert not_there not in text


def test_the_form_takes_a_notice_in_once(client: Client, gwen: User, asha: User) -> None:
    make_resident(asha, nhs_number=JEANS_NUMBER)
    client.force_login(gwen)
    typed = said()
    for words in ("Put on the hospital list", "This notice was here already"):
        answer = client.post(f"{LIST}new?kind=assessment", sent(**typed), follow=True)
        assert words in answer.content.decode()
    assert HospitalNotice.objects.get().source == "form"


def test_the_form_says_what_is_wrong_and_keeps_the_words(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    answer = client.post(f"{LIST}new?kind=assessment", sent(**said(nhs_number="9434765918", ward="The <ward>")))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "one of its numbers is wrong" in text
    assert "The &lt;ward&gt;" in text


def test_a_corrected_notice_begins_with_the_words_of_the_first(client: Client, gwen: User, asha: User) -> None:
    make_resident(asha, nhs_number=JEANS_NUMBER)
    first = receive(gwen, ward="Fry")
    client.force_login(gwen)
    page = client.get(f"{LIST}new", {"kind": "assessment", "corrects": str(first.pk)})
    initial = page.context["form"].initial
    assert initial["ward"] == "Fry"
    typed = {name: str(value) for name, value in initial.items()} | {"ward": "Orsett", "issued_at": hours_ago(0.1)}
    client.post(f"{LIST}new?kind=assessment", sent(**typed))
    first.refresh_from_db()
    assert first.status == NoticeStatus.REPLACED
    assert HospitalStay.objects.get().ward == "Orsett"


def upload(client: Client, content: bytes, name: str = "notices.csv") -> Any:
    return client.post(FILES, sent() | {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_file_is_sent_previewed_and_taken_up(client: Client, gwen: User, asha: User) -> None:
    make_resident(asha, nhs_number=JEANS_NUMBER)
    client.force_login(gwen)
    content = csv_of(line(NHS_number=JEANS_NUMBER), line("Cole"), line("", Ward="=SUM(A1)"))
    page = upload(client, content)
    assert "0 of 3 lines" in page.content.decode()
    work()
    path = NoticeFile.objects.get().get_absolute_url()
    text = text_of(client, path)
    assert "2 notices can be taken up, 1 line cannot" in text
    assert "Family name is missing" in text
    good = text_of(client, path, show="good")
    assert "Jean Smith" in good
    assert "Waits: the hub says whom it is about" in good
    bad = client.get(f"{path}bad.csv").content.decode()
    assert "Family name is missing" in bad
    assert "'=SUM(A1)" in bad
    assert Event.objects.filter(verb="notice_file.exported", actor_id=gwen.pk).count() == 1
    assert not HospitalNotice.objects.exists()
    assert "2 notices will be taken up" in client.post(f"{path}take-up", sent(), follow=True).content.decode()
    work()
    assert HospitalNotice.objects.count() == 2
    assert "was sent before" in upload(client, content).content.decode()


def test_a_file_can_be_dropped(client: Client, gwen: User) -> None:
    dropped = send_file(name="a.csv", content=csv_of(line()), by=gwen)
    client.force_login(gwen)
    client.post(f"{dropped.get_absolute_url()}drop", sent())
    dropped.refresh_from_db()
    assert dropped.status == FileStatus.DROPPED


def test_the_script_asks_for_the_progress_alone_and_then_for_the_page(client: Client, gwen: User) -> None:
    held = send_file(name="a.csv", content=csv_of(line()), by=gwen)
    client.force_login(gwen)
    part = client.get(held.get_absolute_url(), headers={"hx-request": "true"})
    assert "<html" not in part.content.decode()
    assert 'hx-trigger="every 2s"' in part.content.decode()
    work()
    assert client.get(held.get_absolute_url(), headers={"hx-request": "true"})["HX-Refresh"] == "true"
    assert "hx-get" not in text_of(client, held.get_absolute_url())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "The file is empty"), (b"Name,Ward\na,b", "Missing: Notice"), (b"\xff\xfe", "not UTF-8")],
)
def test_a_broken_file_is_refused_beside_the_field(client: Client, gwen: User, content: bytes, sentence: str) -> None:
    client.force_login(gwen)
    page = upload(client, content)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Job.objects.filter(kind__startswith="notice_file").exists()


def test_a_file_of_eight_megabytes_is_read(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    rows = [line(f"Name{number}", Supporting_information="x" * 8_000) for number in range(1_000)]
    assert "0 of 1,000 lines" in upload(client, csv_of(*rows)).content.decode()


def test_the_template_is_a_file(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    answer = client.get(f"{FILES}notices.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="notices.csv"'
    assert "Reason for withdrawal" in answer.content.decode()


@pytest.mark.parametrize("role", ["asha", "ben", "dee", "olu", "hal", "ines", "eve", "ada"])
def test_is_closed_to_roles_outside_the_hub(client: Client, role: str, gwen: User, request: Any) -> None:
    notice = receive(gwen)
    held = send_file(name="a.csv", content=csv_of(line()), by=gwen)
    client.force_login(request.getfixturevalue(role))
    for path in (LIST, f"{LIST}new", FILES, notice.get_absolute_url(), held.get_absolute_url()):
        assert client.get(path).status_code == 403


def test_what_stands_on_the_stay_is_said_of_a_notice_that_was_set_aside(
    client: Client, gwen: User, jean: Resident
) -> None:
    make_stay(jean, gwen)
    notice = set_aside(notice=receive(gwen), because="Twice on paper", by=gwen)
    client.force_login(gwen)
    assert "Let it wait again" in text_of(client, notice.get_absolute_url())
