"""Rules of the practice: each has a number, a sentence, a source and a test, and docs/rules.md says the same."""

import re

import pytest
from django.conf import settings

from core.rulebook import Rule, as_markdown, rules_in
from tests.architecture.house import ROOT, sources

RULES = list(rules_in(settings.RULEBOOK))
NUMBER = re.compile(r"^[A-Z]{2,5}-[1-9][0-9]*$")
WHOLE_SENTENCE = re.compile(r"^[A-Z].{30,}\.$")


@pytest.fixture(scope="module")
def names_of_tests() -> str:
    """The names of all test functions, in one string."""
    found = [
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)\(", path.read_text(encoding="utf-8"))
    ]
    return " ".join(found).lower()


def test_every_module_of_rules_is_listed() -> None:
    rooms = [path for path in sources() if path.stem == "rules" or path.parent.name == "rules"]
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in rooms if path.stem != "__init__"}
    assert modules == set(settings.RULEBOOK)


def test_docs_rules_md_says_what_the_code_says() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == as_markdown(settings.RULEBOOK), "run manage.py rulebook"


def test_no_number_is_given_twice() -> None:
    numbers = [rule.number for rule in RULES]
    assert sorted(numbers) == sorted(set(numbers))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.number)
def test_every_rule_has_a_number_a_sentence_and_a_source(rule: Rule) -> None:
    assert NUMBER.match(rule.number)
    assert WHOLE_SENTENCE.match(rule.sentence), rule.sentence
    assert rule.source.strip()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.number)
def test_every_rule_is_in_the_name_of_a_test(rule: Rule, names_of_tests: str) -> None:
    written = rule.number.lower().replace("-", "_")
    assert re.search(rf"(^|[_ ]){written}([_ ]|$)", names_of_tests), f"no test_{written}_… exists"
