"""Access needs and alerts: recorded, looked at again, ended; and what they say before somebody is rung."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from residents.access import warnings_for
from residents.actions import Need, Warn, end_alert, end_need, record_no_needs, review_alert, review_need, share
from residents.enums import PairStatus
from residents.flags import flags_of
from residents.models import Alert, PossibleDuplicate, Resident, TimelineEntry
from residents.rules.access import need_review_by
from tests.factories.around import make_alert, make_need, overdue
from tests.factories.people import make_resident


def test_a_need_is_recorded_with_who_told_us_and_when_we_look_again(jean: Resident, asha: User) -> None:
    need = make_need(jean, asha, "large_print", detail="18 point", said_by="her daughter", may_share=True)
    jean.refresh_from_db()
    assert need.review_on == need_review_by(clock.today())
    assert jean.access_asked_on == clock.today()
    entry = TimelineEntry.objects.get(resident=jean, title="Access need: Large print")
    assert entry.detail == "18 point. Told by her daughter. May be shared"
    assert Event.objects.get(verb="resident.access_recorded").detail == {"kind": "large_print"}


def test_refuses_a_need_twice_and_a_review_too_late(jean: Resident, asha: User) -> None:
    make_need(jean, asha)
    with pytest.raises(Refused, match="recorded already"):
        make_need(jean, asha)
    late = need_review_by(clock.today()) + timedelta(days=1)
    with pytest.raises(Refused, match="within a year"):
        make_need(jean, asha, "bsl", review_on=late)


def test_asked_and_none_is_kept_with_its_day_and_refused_while_a_need_holds(jean: Resident, asha: User) -> None:
    record_no_needs(resident=jean, by=asha)
    jean.refresh_from_db()
    assert jean.access_asked_on == clock.today()
    need = make_need(jean, asha)
    with pytest.raises(Refused, match="End those"):
        record_no_needs(resident=jean, by=asha)
    end_need(held=need, because="she has a new telephone", by=asha, version=need.version)
    record_no_needs(resident=jean, by=asha)


def test_two_who_look_at_one_need_do_not_overwrite_each_other(jean: Resident, asha: User, ben: User) -> None:
    need = make_need(jean, asha)
    review_need(held=need, need=Need(need.kind, detail="after 5pm"), by=asha, version=need.version)
    with pytest.raises(ChangedMeanwhile):
        review_need(held=need, need=Need(need.kind, detail="never"), by=ben, version=need.version)
    need.refresh_from_db()
    assert need.detail == "after 5pm"


def test_warns_before_ringing_texting_and_writing(asha: User) -> None:
    person = make_resident(asha, phone="07700900123", safe_to_call=False, safe_to_text=False)
    for kind in ("no_phone", "braille", "language"):
        make_need(person, asha, kind, detail="Polish" if kind == "language" else "")
    assert warnings_for(person, "phone") == [
        "It is not safe to ring 07700900123: somebody else may answer.",
        "Do not ring Jean Smith: they asked us to text or write.",
        "Before you ring Jean Smith: interpreter for another language (Polish).",
    ]
    assert warnings_for(person, "text") == [
        "It is not safe to text 07700900123: somebody else may read it.",
        "Do not text Jean Smith: they read braille.",
    ]
    assert len(warnings_for(person, "letter")) == 2


def test_warns_of_nothing_where_nothing_was_asked(jean: Resident) -> None:
    assert [warnings_for(jean, channel) for channel in ("phone", "text", "letter")] == [[], [], []]


def test_a_need_that_ended_warns_no_longer(jean: Resident, asha: User) -> None:
    need = make_need(jean, asha)
    end_need(held=need, because="she has a new telephone", by=asha, version=need.version)
    assert warnings_for(jean, "phone") == []


def test_nobody_rings_who_has_died(jean: Resident) -> None:
    Resident.objects.filter(pk=jean.pk).update(died_on=date(2026, 1, 1))
    jean.refresh_from_db()
    assert warnings_for(jean, "phone") == ["Jean Smith has died. Do not ring, text or write to them."]


def test_an_alert_has_reason_author_start_and_review(jean: Resident, asha: User) -> None:
    alert = make_alert(jean, asha)
    assert (alert.started_by, alert.started_on) == (asha, clock.today())
    assert TimelineEntry.objects.get(resident=jean, title="Alert: visit in pairs").detail == alert.reason
    assert Event.objects.get(verb="resident.alert_started").detail == {"family": "safety"}


def test_refuses_an_alert_without_reason_or_for_ever(jean: Resident, asha: User) -> None:
    with pytest.raises(Refused):
        make_alert(jean, asha, reason=" ")
    with pytest.raises(Refused, match="within a year"):
        make_alert(jean, asha, review_on=clock.today() + timedelta(days=400))
    assert not Alert.objects.exists()


def test_two_who_look_at_one_alert_do_not_overwrite_each_other(jean: Resident, asha: User, ben: User) -> None:
    alert = make_alert(jean, asha)
    warn = Warn("safety", "ring first", "The dog.", clock.today())
    review_alert(alert=alert, warn=warn, by=asha, version=alert.version)
    with pytest.raises(ChangedMeanwhile):
        end_alert(alert=alert, because="no dog", by=ben, version=alert.version)


def test_an_ended_alert_is_kept_with_why(jean: Resident, asha: User) -> None:
    alert = make_alert(jean, asha)
    with pytest.raises(Refused, match="why"):
        end_alert(alert=alert, because="", by=asha, version=alert.version)
    end_alert(alert=alert, because="the son moved out", by=asha, version=alert.version)
    alert.refresh_from_db()
    assert (alert.ended_on, alert.ended_because) == (clock.today(), "the son moved out")


def test_the_banner_shows_three_chips_safety_first_and_how_many_more(jean: Resident, asha: User) -> None:
    make_alert(jean, asha, "being told apart", family="status")
    for words in ("visit in pairs", "dog", "key safe", "do not tell the address"):
        make_alert(jean, asha, words)
    flags = flags_of(jean, asha)
    assert (len(flags.safety), flags.statuses, flags.more) == (3, [], 2)


def test_the_banner_marks_what_nobody_looked_at_again(jean: Resident, asha: User) -> None:
    overdue(make_alert(jean, asha))
    overdue(make_need(jean, asha))
    flags = flags_of(jean, asha)
    assert flags.safety == ["visit in pairs (review overdue)"]
    assert flags.access[0] == "Text or write, do not ring – review overdue"


def test_the_banner_tells_not_asked_from_none(jean: Resident, asha: User) -> None:
    assert flags_of(jean, asha).access == ["not asked yet what they need"]
    jean.died_on = clock.today()
    assert flags_of(jean, asha).access == [], "nobody asks somebody who has died"
    record_no_needs(resident=jean, by=asha)
    jean.refresh_from_db()
    assert "needs nothing" in flags_of(jean, asha).access[0]


def test_a_partner_is_told_that_there_is_an_alert_and_needs_that_may_go_along(
    jean: Resident, asha: User, hal: User
) -> None:
    share(resident=jean, team=hal.teams.get(), by=asha, reason="care at home")
    make_alert(jean, asha, "Barry is violent")
    make_need(jean, asha, "large_print", may_share=True)
    make_need(jean, asha, "bsl", may_share=False)
    make_need(jean, asha, "easy_read")
    flags = flags_of(jean, hal)
    assert flags.safety == ["ask the Council before you visit"]
    assert flags.access == ["Large print"]


@pytest.mark.parametrize("role", ["hal", "ines", "eve", "ada", "olu"])
def test_is_refused_to_who_may_not_change_people(jean: Resident, role: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(role)
    with pytest.raises(NotPermitted):
        make_alert(jean, user)
    with pytest.raises(NotPermitted):
        make_need(jean, user)


def test_the_banner_says_that_somebody_may_be_recorded_twice_but_not_to_a_partner(
    jean: Resident, asha: User, hal: User
) -> None:
    one, other = sorted((jean, make_resident(asha)), key=lambda person: person.pk)
    PossibleDuplicate.objects.create(one=one, other=other, score=90, why=["same name"], found_at=clock.now())
    assert flags_of(jean, asha).statuses == ["May be recorded twice"]
    assert flags_of(jean, hal).statuses == []
    PossibleDuplicate.objects.update(status=PairStatus.NOT_SAME)
    assert flags_of(jean, asha).statuses == []
