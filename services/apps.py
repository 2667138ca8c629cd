from django.apps import AppConfig

from residents import endings


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = "Services"

    def ready(self) -> None:
        """Name what a death or a move ends on this floor."""
        endings.register("services.actions.life_endings.ENDERS")
