"""What the README tells people to type exists."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.architecture.house import ROOT, short

README = ROOT / "README.md"
PAGES = [*([README] if README.exists() else []), *sorted((ROOT / "docs").rglob("*.md"))]
SETTINGS = r"(?:[A-Z_]+=\S+ )*"
MADE = re.compile(rf"`{SETTINGS}make ([a-z][a-z-]*)[^`]*`|^(?:\$ )?{SETTINGS}make ([a-z][a-z-]*)", re.MULTILINE)
MANAGED = re.compile(r"manage\.py ([a-z_]+)")
LINKED = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def targets() -> set[str]:
    """What the Makefile can make, by its own word."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))


def made_in(text: str) -> set[str]:
    return {first or second for first, second in MADE.findall(text)}


def test_the_readme_stands_and_names_the_two_commands() -> None:
    assert {"run", "test"} <= made_in(README.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_every_make_command_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert sorted(made_in(text) - targets()) == []


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_every_management_command_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert sorted(set(MANAGED.findall(text)) - set(get_commands())) == []


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_every_link_leads_to_a_file(page: Path) -> None:
    text, folder = page.read_text(encoding="utf-8"), page.parent
    assert [link for link in LINKED.findall(text) if not (folder / link).exists()] == []


def test_make_help_lists_every_command_that_people_type() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    named = set(re.findall(r"^make ([a-z-]+)", told, re.MULTILINE))
    assert {"run", "test", "test-all", "check", "bench", "reset", "shell", "help"} <= named
    assert named <= targets()
