from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    # Django's own sessions app has the label "sessions" already.
    label = "mentoring"

    def ready(self) -> None:
        from accounts.signals import access_ending
        from programs import forgetting, own_data
        from programs.signals import tandem_moved
        from sessions.forgetting import PART
        from sessions.own_data import parts
        from sessions.receivers import cancel_sessions, end_calendar, end_delegates

        own_data.register(parts)
        forgetting.register(PART)
        tandem_moved.connect(cancel_sessions, dispatch_uid="sessions.cancel_sessions")
        access_ending.connect(end_calendar, dispatch_uid="sessions.end_calendar")
        access_ending.connect(end_delegates, dispatch_uid="sessions.end_delegates")
