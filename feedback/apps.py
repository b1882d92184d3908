from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"

    def ready(self) -> None:
        from feedback.forgetting import PART
        from feedback.own_data import parts
        from programs import forgetting, own_data

        own_data.register(parts)
        forgetting.register(PART)
