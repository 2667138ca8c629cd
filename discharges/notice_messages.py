"""What the hub is told of notices: where a person must decide, and what waits. A link, never a name."""

from datetime import date

from django.urls import reverse

from accounts.messages import tell_person, tell_team
from accounts.models import User
from core import clock
from core.words import plural
from discharges.enums import NoticeStatus, RowStatus
from discharges.models import HospitalNotice, NoticeFile
from localities.enums import TeamKind
from localities.models import Team

WORDS = "A ward has withdrawn a notice, and somebody has to decide what follows: {reason}"


def tell_hub_to_decide(notice: HospitalNotice) -> None:
    """Tell the hub that a withdrawal asks for a decision: a death, a discharge or a move to record."""
    words = WORDS.format(reason=notice.get_withdrawal_reason_display().lower())
    _tell_hub(f"notice:{notice.pk}", words, notice.get_absolute_url())


def tell_hub_that_it_waits(notice: HospitalNotice) -> None:
    """Tell the hub that a notice has come which waits for it."""
    words = "A notice of a ward waits: the hub has to say whom it is about, or whether it counts"
    _tell_hub(f"notice-waits:{notice.pk}", words, notice.get_absolute_url())


def tell_hub_what_waits_of(file: NoticeFile) -> None:
    """Tell the hub once how many notices of a file wait for it."""
    waiting = file.lines.filter(status=RowStatus.TAKEN, notice__status=NoticeStatus.WAITING).count()
    if waiting:
        words = f"{plural(waiting, 'notice')} of a file {_wait(waiting)}: the hub has to say whom they are about"
        _tell_hub(f"notice-file-waits:{file.pk}", words, reverse("discharges:notices"))


def tell_hub_what_waits_long(waiting: int, today: date) -> None:
    """NOT-8: tell the hub, once a day, how many notices have waited longer than a working day."""
    words = f"{plural(waiting, 'notice')} of wards {_wait(waiting)} longer than a working day"
    _tell_hub(f"notices-wait-long:{today}", words, reverse("discharges:notices"))


def _wait(number: int) -> str:
    return "waits" if number == 1 else "wait"


def tell_file_stopped(file: NoticeFile) -> None:
    """Tell the hub that somebody has to go on with a file."""
    _tell_hub(f"notice-file-stopped:{file.pk}:{clock.today()}", _stopped(file), file.get_absolute_url())


def tell_file_given_up(file: NoticeFile, *, stop: str) -> None:
    """Tell the hub the same of a file whose job was given up, once for each `stop`."""
    _tell_hub(f"notice-file-given-up:{file.pk}:{stop}", _stopped(file), file.get_absolute_url())


def _stopped(file: NoticeFile) -> str:
    return f"The work on a file of {plural(file.rows, 'notice')} has stopped, and somebody has to go on with it"


def _tell_hub(key: str, words: str, link: str) -> None:
    tell_team(Team.objects.the_only(TeamKind.HOSPITAL_HUB), key=key, words=words, link=link)


def tell_file_done(file: NoticeFile, by: User) -> None:
    """Tell whoever took a file up that this is done."""
    words = f"Your file of {plural(file.rows, 'notice')} was taken up"
    tell_person(by, key=f"notice_file:{file.pk}", words=words, link=file.get_absolute_url())
