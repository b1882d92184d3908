from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    # Django's own sessions app has the label "sessions" already.
    label = "mentoring"

    def ready(self) -> None:
        from programs.signals import tandem_moved
        from sessions.receivers import cancel_sessions

        tandem_moved.connect(cancel_sessions, dispatch_uid="sessions.cancel_sessions")
