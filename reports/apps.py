from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from programs import forgetting
        from reports.freezing import freeze

        forgetting.register_report(freeze)
