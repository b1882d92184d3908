"""allauth's views on the way in, each with its access policy. What is not in ``signin_urls`` does not exist."""

from typing import Any

from allauth.account import views as allauth
from django.http import HttpResponse

from accounts.access import Policy, access


class ResetFromKeyView(allauth.PasswordResetFromKeyView):
    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Answer a used or expired link with 410, as every link from a mail."""
        status = 410 if context.get("token_fail") else 200
        response: HttpResponse = super().render_to_response(context, status=status, **kwargs)
        return response


login = access(Policy.PUBLIC)(allauth.LoginView.as_view())
request_code = access(Policy.PUBLIC)(allauth.RequestLoginCodeView.as_view())
confirm_code = access(Policy.PUBLIC)(allauth.ConfirmLoginCodeView.as_view())
logout = access(Policy.PUBLIC)(allauth.LogoutView.as_view())
change_password = access(Policy.SIGNED_IN)(allauth.PasswordChangeView.as_view())
set_password = access(Policy.SIGNED_IN)(allauth.PasswordSetView.as_view())
reset_password = access(Policy.PUBLIC)(allauth.PasswordResetView.as_view())
reset_password_done = access(Policy.PUBLIC)(allauth.PasswordResetDoneView.as_view())
reset_password_from_key = access(Policy.PUBLIC)(ResetFromKeyView.as_view())
