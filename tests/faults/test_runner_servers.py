"""The embedded servers keep what they were given, start after every kind of end, and leave nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest

from tests.faults.processes import wait_until_none_work_under, work_under
from thurrock_care.runner.binaries import Program, within_reach
from thurrock_care.runner.demotion import Account, can_enter
from thurrock_care.runner.places import Place, scratch
from thurrock_care.runner.refusals import Refusal, reason, refuse_if_full
from thurrock_care.runner.servers import FAST, EmbeddedPostgres, EmbeddedRedis

ROOT = Path(__file__).resolve().parents[2]
NOBODY = Account(65534, 65534)


@pytest.fixture
def place() -> Iterator[Place]:
    parts = ["runner", os.environ.get("TC_TEST_PLACE", ""), os.environ.get("PYTEST_XDIST_WORKER", "")]
    place = scratch("-".join(filter(None, parts)))
    yield place
    shutil.rmtree(place.home, ignore_errors=True)
    shutil.rmtree(place.sockets, ignore_errors=True)


def ask(server: EmbeddedPostgres, sql: str) -> list[tuple[int]]:
    connection = psycopg2.connect(server.url("postgres"))
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        connection.close()


def test_keeps_what_was_committed_when_postgres_is_stopped_and_when_it_is_killed(place: Place) -> None:
    server = EmbeddedPostgres(place)
    with server:
        ask(server, "CREATE TABLE call (id int)")
        ask(server, "INSERT INTO call VALUES (1)")
    with server:
        ask(server, "INSERT INTO call VALUES (2)")
        server.kill()
        server.start()
        assert ask(server, "SELECT id FROM call ORDER BY id") == [(1,), (2,)]


def test_listens_on_its_socket_alone(place: Place) -> None:
    with EmbeddedPostgres(place, options=FAST) as server, EmbeddedRedis(place) as redis:
        for process in (server.process.pid, redis.process.pid):
            sockets = {os.readlink(link) for link in _descriptors(process)}
            listening = {f"socket:[{inode}]" for inode in _listening_tcp()}
            assert not sockets & listening


def _descriptors(process: int) -> Iterator[Path]:
    for link in Path(f"/proc/{process}/fd").iterdir():
        if link.is_symlink():
            yield link


def _listening_tcp() -> set[str]:
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()]
    return {fields[9] for fields in lines if fields[3] == "0A"}


def test_starts_when_the_note_of_its_process_names_a_living_one(place: Place) -> None:
    """After a crash the number may be another program's by now; PostgreSQL alone would refuse."""
    server = EmbeddedPostgres(place, options=FAST)
    with server:
        note = (server.data / "postmaster.pid").read_text()
    with EmbeddedRedis(place) as other:
        _, *rest = note.splitlines()
        (server.data / "postmaster.pid").write_text("\n".join([str(other.process.pid), *rest]))
        with server:
            assert server.answers()


def test_makes_the_data_again_when_their_making_was_cut_short(place: Place) -> None:
    unfinished = place.home / "postgres-unfinished"
    (unfinished / "base").mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18")
    with EmbeddedPostgres(place, options=FAST) as server:
        assert ask(server, "SELECT 1") == [(1,)]
    assert not unfinished.exists()


def test_starts_redis_empty_when_its_data_are_broken(place: Place) -> None:
    server = EmbeddedRedis(place)
    with server:
        pass
    (server.data / "appendonly.aof").write_text("not a command\n")
    with server:
        assert server.answers()


def test_says_that_it_runs_already_when_started_twice(place: Place) -> None:
    with EmbeddedRedis(place), pytest.raises(Refusal, match="is running already"):
        EmbeddedRedis(place).start()


def test_works_when_the_path_has_a_space(place: Place) -> None:
    spaced = replace(place, home=place.home / "a folder of ours")
    with EmbeddedPostgres(spaced, options=FAST) as server, EmbeddedRedis(spaced) as redis:
        assert server.answers()
        assert redis.answers()


def test_says_which_version_made_the_data_when_it_is_another(place: Place) -> None:
    server = EmbeddedPostgres(place, options=FAST)
    with server:
        version = (server.data / "PG_VERSION").read_text()
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Refusal, match="made by PostgreSQL 9 and this is"):
        server.start()
    (server.data / "PG_VERSION").write_text(version)
    with server:
        assert server.answers()


OWNER = """
import sys, time
from pathlib import Path
from thurrock_care.runner.places import scratch
from thurrock_care.runner.servers import FAST, EmbeddedPostgres, EmbeddedRedis
place = scratch(sys.argv[1])
EmbeddedPostgres(place, options=FAST).start()
EmbeddedRedis(place).start()
print("up", flush=True)
time.sleep(600)
"""


def test_leaves_no_process_when_the_owner_of_the_servers_is_killed(place: Place) -> None:
    command = [sys.executable, "-c", OWNER, place.home.name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"up\n"
        assert len(work_under(place.home)) > 2
        owner.send_signal(signal.SIGKILL)
    wait_until_none_work_under(place.home)
    with EmbeddedPostgres(place, options=FAST) as server:
        assert server.answers()


def test_copies_a_program_with_its_libraries_when_the_account_cannot_reach_it(tmp_path: Path) -> None:
    closed, shelf = tmp_path / "closed", tmp_path / "shelf"
    for name in ("package/bin/server", "package.libs/libfine.so", "else/where"):
        path = closed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\necho served\n")
        path.chmod(0o700)
    closed.chmod(0o700)
    program = Program(closed / "package/bin/server", closed, ("package", "package.libs"))
    copy = within_reach(program, NOBODY, shelf)
    assert copy.path.is_relative_to(shelf)
    assert subprocess.run([copy.path], capture_output=True).stdout == b"served\n"
    assert (copy.base / "package.libs" / "libfine.so").stat().st_mode & 0o555 == 0o555
    assert not (copy.base / "else").exists()
    assert within_reach(program, NOBODY, shelf) == copy


def test_leaves_a_program_where_it_is_when_the_account_can_reach_it() -> None:
    program = Program(Path("/bin/sh"), Path("/bin"), ("sh",))
    assert within_reach(program, NOBODY, Path("/nonexistent")) == program


def test_knows_that_a_folder_of_ours_alone_is_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o700)
    assert not can_enter(tmp_path / "closed" / "not there yet", NOBODY)
    assert can_enter(tmp_path / "closed", None)
    assert can_enter(Path("/usr/bin"), NOBODY)


def test_refuses_a_folder_that_somebody_laid_as_a_trap(place: Place, tmp_path: Path) -> None:
    trapped = replace(place, sockets=tmp_path / "sockets")
    trapped.sockets.symlink_to(tmp_path)
    with pytest.raises(Refusal, match="belongs to another user"):
        EmbeddedRedis(trapped).start()


def test_says_how_much_is_missing_when_the_disk_is_too_full_to_start(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"The disk is full: \d+ MB are free at .* nothing is lost"):
        refuse_if_full(tmp_path / "not" / "there", megabytes=10**9)


def test_says_that_the_disk_is_full_when_a_server_ended_of_it(tmp_path: Path) -> None:
    log = tmp_path / "postgres.log"
    log.write_text("FATAL:  old trouble\n")
    began = log.stat().st_size
    log.write_text(log.read_text() + "PANIC:  could not write to file: No space left on device\n")
    assert "The disk is full" in str(reason("postgres", log, began))
    log.write_text(log.read_text()[:began] + "FATAL:  new trouble\n")
    assert "FATAL:  new trouble" in str(reason("postgres", log, began))
