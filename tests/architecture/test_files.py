"""What no file may hold: a folder of one machine, the name of a registry, a secret, inline style or script."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, short

# Folders of one machine, and hosts that only one network knows. A public registry may be named
# by the lock of npm alone, which holds where each package came from.
MACHINE = re.compile(r"(?<![\w.<])/(?:root|home|work|Users|mnt|srv)/[A-Za-z0-9_.-]+")
REGISTRY = re.compile(r"https?://(?:[\w.-]+\.)?(?:pypi\.|pypi\b|registry\.|artifactory|nexus|pkgs\.|mirror)[\w./-]*")
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}")
SKIPS = re.compile(r"pytest\.(?:skip|importorskip|xfail)\b|mark\.(?:skip|skipif|xfail)\b|unittest\.skip")
NOT_TEXT = {".png", ".ico", ".woff", ".woff2", ".jpg", ".svg"}
SELF = "tests/architecture/test_files.py"


@cache
def kept_files() -> list[Path]:
    """Every text file that git knows of."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name and name != SELF]
    return [path for path in paths if path.suffix not in NOT_TEXT and path.is_file()]


def lines_that_match(pattern: re.Pattern[str], *but: str) -> list[str]:
    return [
        f"{short(path)}:{number} {line.strip()[:100]}"
        for path in kept_files()
        if short(path) not in but
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert lines_that_match(MACHINE) == []


def test_no_file_names_a_registry() -> None:
    assert lines_that_match(REGISTRY, "package-lock.json") == []


def test_the_lock_of_npm_names_no_registry_but_the_public_one() -> None:
    hosts = set(re.findall(r'"resolved": "https?://([^/"]+)', (ROOT / "package-lock.json").read_text()))
    assert hosts <= {"registry.npmjs.org"}


def test_no_file_holds_a_secret() -> None:
    assert lines_that_match(SECRET) == []


INLINE = {
    "style": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "style block": re.compile(r"<style[\s>]", re.IGNORECASE),
    "script": re.compile(r"<script(?![^>]*\ssrc=)[\s>]", re.IGNORECASE),
    "event": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "safe filter": re.compile(r"\|\s*safe\b|autoescape\s+off"),
}


@pytest.mark.parametrize("kind", INLINE)
def test_no_template_needs_what_the_content_security_policy_forbids(kind: str) -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert templates
    found = [short(path) for path in templates if INLINE[kind].search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_no_test_skips_itself_or_is_expected_to_fail() -> None:
    assert [found for found in lines_that_match(SKIPS) if found.startswith("tests/")] == []
