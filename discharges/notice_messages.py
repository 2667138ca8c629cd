"""What the hub is told of notices: where a person must decide. A link, never a name."""

from accounts.messages import tell_person, tell_team
from core.words import plural
from discharges.models import HospitalNotice, NoticeFile
from localities.enums import TeamKind
from localities.models import Team

WORDS = "A ward has withdrawn a notice, and somebody has to decide what follows: {reason}"


def tell_hub_to_decide(notice: HospitalNotice) -> None:
    """Tell the hub that a withdrawal asks for a decision: a death, a discharge or a move to record."""
    words = WORDS.format(reason=notice.get_withdrawal_reason_display().lower())
    hub = Team.objects.the_only(TeamKind.HOSPITAL_HUB)
    tell_team(hub, key=f"notice:{notice.pk}", words=words, link=notice.get_absolute_url())


def tell_file_done(file: NoticeFile) -> None:
    """Tell whoever sent a file that it was taken up."""
    words = f"Your file of {plural(file.rows, 'notice')} was taken up"
    tell_person(file.sent_by, key=f"notice_file:{file.pk}", words=words, link=file.get_absolute_url())
