"""State machines as tables.

A table names each status with who owns it, and each verb with the statuses it starts from,
the one it leads to and the audit event it makes. Diagrams in docs/states are drawn from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import WrongState


@dataclass(frozen=True)
class Transition:
    verb: str
    sources: frozenset[str]
    target: str
    event: str


@dataclass(frozen=True)
class StateTable:
    """`owners` maps every status to who must act next, in the council's words."""

    name: str
    initial: str
    owners: Mapping[str, str]
    transitions: tuple[Transition, ...]

    def transition(self, verb: str, status: str) -> Transition:
        """The transition that `verb` makes from `status`.

        Raises WrongState with a sentence when it is not possible from there, and
        LookupError when no transition has that verb.
        """
        for candidate in self.transitions:
            if candidate.verb == verb:
                if status in candidate.sources:
                    return candidate
                said = self.owners.get(status, status).lower()
                raise WrongState(f"This cannot be done now: it is {status_words(status)} ({said}).")
        raise LookupError(f"{self.name} has no transition called {verb}")

    def final_statuses(self) -> frozenset[str]:
        """Statuses that nothing leads out of."""
        left = {source for transition in self.transitions for source in transition.sources}
        return frozenset(self.owners) - left

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [
            f"    {source} --> {transition.target}: {transition.verb}"
            for transition in self.transitions
            for source in sorted(transition.sources)
        ]
        lines += [f"    {status} --> [*]" for status in sorted(self.final_statuses())]
        return "\n".join(lines)


def as_markdown(table: StateTable) -> str:
    """The table for people to read: a page of docs/states/."""
    lines = [
        f"# {table.name}",
        "",
        "Written by `manage.py state_diagrams` from the code.",
        "",
        "```mermaid",
        table.mermaid(),
        "```",
        "",
        "| Status | Who acts next |",
        "| --- | --- |",
        *(f"| {status_words(status)} | {owner} |" for status, owner in table.owners.items()),
        "",
        "| Step | From | To | Audit event |",
        "| --- | --- | --- | --- |",
    ]
    for one in table.transitions:
        sources = ", ".join(sorted(map(status_words, one.sources)))
        lines.append(f"| {one.verb} | {sources} | {status_words(one.target)} | {one.event} |")
    return "\n".join(lines) + "\n"


def status_words(status: str) -> str:
    """A status as words: "awaiting_allocation" is "awaiting allocation"."""
    return status.replace("_", " ")
