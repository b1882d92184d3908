from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from matching.forgetting import PART
        from programs import forgetting

        forgetting.register(PART)
