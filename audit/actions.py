"""The only writers of the audit log. They open no transaction: they belong to the caller's."""

from typing import Any, Protocol
from uuid import UUID

from audit.models import Event
from core import clock


class Actor(Protocol):
    """Whoever acts: a user, a service account, or the system itself."""

    id: UUID
    role: str

    @property
    def audit_label(self) -> str: ...


class Subject(Protocol):
    pk: UUID


class System:
    """The actor of what nobody pressed a button for: the nightly sweep, the outbox."""

    id = UUID(int=0)
    role = "system"
    audit_label = "Thurrock Care"


SYSTEM = System()


def record(
    verb: str, *, by: Actor, subject: Any, resident_id: UUID | None = None, reason: str = "", **detail: Any
) -> Event:
    """Write that `by` did `verb` to `subject`. `detail` holds ids and codes, never a person's words."""
    return Event.objects.create(
        at=clock.now(),
        actor_id=by.id,
        actor_label=by.audit_label,
        actor_role=by.role,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        resident_id=resident_id,
        reason=reason,
        detail=detail,
    )


def record_view(*, by: Actor, subject: Any, resident_id: UUID, page: str, reason: str = "") -> Event:
    """Write that `by` opened `page` of a person's record, in the transaction that reads it."""
    return record("resident.viewed", by=by, subject=subject, resident_id=resident_id, reason=reason, page=page)


def record_list(*, by: Actor, page: str, resident_ids: list[UUID], **detail: Any) -> Event:
    """Write one row for a list page, naming every person whom it showed."""
    return Event.objects.create(
        at=clock.now(),
        actor_id=by.id,
        actor_label=by.audit_label,
        actor_role=by.role,
        verb="list.viewed",
        subject_type=page,
        subject_id=by.id,
        detail={"residents": [str(resident_id) for resident_id in resident_ids], **detail},
    )
