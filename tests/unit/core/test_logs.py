"""No log says what a record says: a canary is put into the database's errors and looked for."""

import logging
import sys
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from core import clock
from core.logs import in_short, without_values
from core.models import Receipt
from outbox.actions import enqueue, note_failure
from outbox.models import Job
from tests.servers import TestServers

CANARY = "Tweety-fell-on-Sunday"


def same_token_twice() -> IntegrityError:
    """What PostgreSQL says of a second row with the same key, which holds the canary."""
    first = Receipt.objects.create(owner_id=uuid4(), token=CANARY, body_digest="", at=clock.now())
    first.pk = uuid4()
    with pytest.raises(IntegrityError) as failed, transaction.atomic():
        first.save(force_insert=True)
    assert CANARY in str(failed.value)
    return failed.value


@pytest.mark.django_db
def test_names_the_type_and_the_constraint_of_an_error_of_the_database() -> None:
    assert in_short(same_token_twice()) == "IntegrityError: constraint one_receipt_per_token"


@pytest.mark.django_db
def test_leaves_the_values_out_of_a_traceback() -> None:
    described = settings.LOGGING["formatters"]["line"]
    formatter = import_string(described["()"])(described["fmt"])
    try:
        raise RuntimeError("Given up") from same_token_twice()
    except RuntimeError:
        record = logging.LogRecord("outbox", logging.ERROR, __file__, 1, "job %s failed", (7,), sys.exc_info())
    line = formatter.format(record)
    assert CANARY not in line
    for kept in ("job 7 failed", "one_receipt_per_token", "RuntimeError: Given up"):
        assert kept in line


@pytest.mark.django_db
def test_keeps_no_value_on_a_job_that_failed() -> None:
    enqueue("notice.deliver")
    job = Job.objects.get()
    note_failure(job.pk, same_token_twice())
    job.refresh_from_db()
    assert job.last_error == "IntegrityError: constraint one_receipt_per_token"


def test_leaves_out_every_line_of_a_row() -> None:
    told = f"violates check\nDETAIL:  Failing row contains (1, Mum\n\n{CANARY}).\n"
    assert without_values(told) == "violates check [values left out]"
    assert without_values(f"Key (token)=({CANARY}) exists") == " [values left out]"


@pytest.mark.django_db
def test_leaves_them_out_of_the_log_of_postgresql_which_only_its_owner_reads(test_servers: TestServers) -> None:
    same_token_twice()
    log = test_servers.postgres.log
    said = log.read_text(errors="replace")
    assert "one_receipt_per_token" in said
    assert CANARY not in said
    assert log.stat().st_mode & 0o777 == 0o600
