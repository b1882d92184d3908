from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"

    def ready(self) -> None:
        from agreements.forgetting import PART
        from agreements.own_data import parts
        from programs import forgetting, own_data

        own_data.register(parts)
        forgetting.register(PART)
