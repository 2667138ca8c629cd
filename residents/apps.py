from django.apps import AppConfig
from django.utils.module_loading import import_string


class ResidentsConfig(AppConfig):
    name = "residents"
    verbose_name = "Residents"

    def ready(self) -> None:
        """Say what a death or a move ends on this floor."""
        register_enders("residents.actions.life_endings.ENDERS")


def register_enders(place: str) -> None:
    """Put the enders of an app into the registry of residents.endings, once all models are loaded."""
    import_string("residents.endings.register")(*import_string(place))
