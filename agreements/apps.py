from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"

    def ready(self) -> None:
        from agreements.own_data import parts
        from programs import own_data

        own_data.register(parts)
