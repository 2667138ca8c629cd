"""The audit log: one row, in the caller's transaction, that nobody can change."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from audit.actions import SYSTEM, record, record_list, record_view
from audit.models import Event
from residents.models import Resident


def test_keeps_who_saw_which_page_of_whom(asha: User, jean: Resident) -> None:
    record_view(by=asha, subject=jean, resident_id=jean.pk, page="worklists.resident", reason="she rang")
    event = Event.objects.get(verb="resident.viewed")
    assert (event.actor_id, event.actor_label, event.actor_role) == (asha.pk, "Asha Patel", "triage")
    assert (event.subject_type, event.subject_id, event.resident_id) == ("residents.resident", jean.pk, jean.pk)
    assert (event.detail["page"], event.reason) == ("worklists.resident", "she rang")


def test_keeps_every_person_whom_a_list_showed(asha: User, jean: Resident) -> None:
    record_list(by=asha, page="worklists.search", resident_ids=[jean.pk])
    assert Event.objects.get(verb="list.viewed").detail["residents"] == [str(jean.pk)]


def test_is_gone_with_the_transaction_that_it_describes(jean: Resident) -> None:
    with transaction.atomic():
        record("resident.changed", by=SYSTEM, subject=jean)
        transaction.set_rollback(True)
    assert not Event.objects.filter(verb="resident.changed").exists()


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET reason = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_or_remove_a_row(jean: Resident, statement: str) -> None:
    record("resident.changed", by=SYSTEM, subject=jean)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_outlives_what_it_speaks_of() -> None:
    foreign_keys = [field.name for field in Event._meta.get_fields() if field.is_relation]
    assert foreign_keys == []
