"""What people decide about mails to them, and what HR decides about addresses and rounds of mails."""

from django.urls import URLPattern, path

from programs.views import addresses, rounds, unsubscribing

PROGRAM = "o/<slug:organisation>/p/<slug:program>/"

mail_urls: list[URLPattern] = [
    path("u/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("u/<str:token>/again/", unsubscribing.subscribe_again, name="subscribe_again"),
    path("o/<slug:organisation>/me/mails/", unsubscribing.mail_choices, name="mail_choices"),
    path(
        f"{PROGRAM}people/<slug:participant>/address/",
        addresses.participant_address,
        name="participant_address",
    ),
    path(
        f"{PROGRAM}people/<slug:participant>/address/retry/",
        addresses.participant_address_retry,
        name="participant_address_retry",
    ),
    path(f"{PROGRAM}rounds/<str:batch>/release/", rounds.round_release, name="round_release"),
    path(f"{PROGRAM}rounds/<str:batch>/keep/", rounds.round_keep, name="round_keep"),
]
