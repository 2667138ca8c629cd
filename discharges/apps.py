from django.apps import AppConfig

from residents import endings, followers


class DischargesConfig(AppConfig):
    name = "discharges"
    verbose_name = "Discharges"

    def ready(self) -> None:
        """Name what a death or a move ends on this floor, and what follows a merge or a change of locality."""
        endings.register("discharges.actions.life_endings.ENDERS")
        followers.register("discharges.actions.following.FOLLOWER")
