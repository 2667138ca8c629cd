from django.apps import AppConfig

from discharges import followers
from residents import endings


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = "Services"

    def ready(self) -> None:
        """Name what a death or a move ends on this floor, and what follows a discharge."""
        endings.register("services.actions.life_endings.ENDERS")
        followers.register("services.actions.whence.follow_discharge")
