from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    # Django's own sessions app has the label "sessions" already.
    label = "mentoring"
