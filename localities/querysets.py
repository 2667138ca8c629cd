from typing import TYPE_CHECKING, Any, Self

from django.db import models

from localities.enums import TeamKind

if TYPE_CHECKING:
    from core.shortcuts import Viewer
    from localities.models import Locality, Team


class TeamQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "Viewer") -> Self:
        """Every signed-in person may know which teams there are."""
        return self

    def community(self) -> Self:
        """The four CLS teams, in order of name."""
        return self.filter(kind=TeamKind.CLS).select_related("locality").order_by("name")

    def of_locality(self, locality: "Locality") -> "Team":
        """The CLS team that holds the work of `locality`."""
        team: Team = self.get(kind=TeamKind.CLS, locality=locality)
        return team

    def the_only(self, kind: TeamKind) -> "Team":
        """The one team of a kind of which there is only one, such as Thurrock First."""
        team: Team = self.get(kind=kind)
        return team
