"""Rules of the practice carry a number; the sentence in their docstring is the rule itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from inspect import getdoc, getmembers, isfunction
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., object])


@dataclass(frozen=True)
class Rule:
    number: str
    sentence: str
    source: str
    where: str


def rule(number: str, *, source: str) -> Callable[[Function], Function]:
    """Mark a pure function as rule `number`; `source` is the section, seed row or standard it comes from."""

    def mark(function: Function) -> Function:
        function.rule_number = number  # type: ignore[attr-defined]
        function.rule_source = source  # type: ignore[attr-defined]
        return function

    return mark


def sentence_of(function: Callable[..., object]) -> str:
    """The first paragraph of the rule's docstring, which is what people are told."""
    return " ".join((getdoc(function) or "").split("\n\n")[0].split())


def rules_in(modules: tuple[str, ...]) -> Iterator[Rule]:
    """Every rule in the named modules, by number."""
    for module_name in modules:
        module = import_module(module_name)
        marked: list[Any] = [f for _, f in getmembers(module, isfunction) if hasattr(f, "rule_number")]
        for function in sorted(marked, key=lambda f: rule_order(f.rule_number)):
            if function.__module__ == module_name:
                yield Rule(
                    number=function.rule_number,
                    sentence=sentence_of(function),
                    source=function.rule_source,
                    where=f"{module_name}.{function.__name__}",
                )


def rule_order(number: str) -> tuple[str, int]:
    """SIX-2 comes before SIX-10."""
    prefix, _, digits = number.partition("-")
    return prefix, int(digits)


def as_markdown(modules: tuple[str, ...]) -> str:
    """The rulebook for people to read: docs/rules.md."""
    lines = [
        "# The rules of the practice",
        "",
        "Written by `manage.py rulebook` from the code: change a rule there, and this page with that command.",
    ]
    for one in rules_in(modules):
        lines += ["", f"## {one.number}", "", one.sentence, "", f"Source: {one.source}  ", f"Code: `{one.where}`"]
    return "\n".join(lines) + "\n"
