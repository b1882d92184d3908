from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        # Imported here, so that shared tasks bind to our Celery app in every process.
        import config.celery  # noqa: F401
