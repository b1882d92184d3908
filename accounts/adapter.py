"""How allauth behaves here: nobody signs up by themselves, mails go through the outbox, redirects stay with us."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts import signin_mails
from accounts.emails import normalise
from accounts.models import User
from mail.outbox import absolute

#: What allauth would say after a step, as far as it is worth saying.
SAID = {
    "account/messages/password_changed.txt": _("Das neue Passwort gilt ab sofort."),
    "account/messages/password_set.txt": _("Das Passwort gilt ab sofort."),
}


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Dieser Zugang ist geschlossen."),
        "email_password_mismatch": _("E-Mail und Passwort passen nicht zusammen."),
        "enter_current_password": _("Das bisherige Passwort stimmt nicht."),
        "incorrect_code": _("Dieser Code stimmt nicht."),
        "incorrect_password": _("Das Passwort stimmt nicht."),
        "invalid_password_reset": _("Dieser Link gilt nicht mehr."),
        "rate_limited": _("Das waren viele Versuche in kurzer Zeit. Bitte in ein paar Minuten noch einmal."),
        "too_many_login_attempts": _(
            "Das waren viele Versuche in kurzer Zeit. Bitte in ein paar Minuten noch einmal."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in by invitation only."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether ``next`` stays on the host that was asked."""
        request = self.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def get_reset_password_from_key_url(self, key: str) -> str:
        person, _dash, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": person, "key": secret})
        return absolute(path)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:after_login")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, str(self.error_messages["account_inactive"]))
        return HttpResponseRedirect(reverse("account_login"))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send to the address on file, not to the one that was typed: two addresses may look the same."""
        user = User.objects.get(email_norm=normalise(email))
        if template_prefix == "account/email/login_code":
            signin_mails.code(
                user, context["code"], timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
            )
        elif template_prefix == "account/email/password_reset_key":
            signin_mails.password_reset(
                user, context["password_reset_url"], timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
            )
        else:
            raise NotImplementedError(template_prefix)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)
