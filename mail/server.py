"""The connection to the mail server. It knows from when on the server may have a mail: once its text has left."""

import smtplib
from collections.abc import Callable
from typing import Any, cast

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from mail import statuses


class Unanswered(Exception):
    """The connection broke after the text had left: the server may have the mail or not."""


class _Telling(smtplib.SMTP):
    """Calls ``before_text`` just before the text of a mail leaves."""

    before_text: Callable[[], None]

    def send(self, s: Any) -> None:
        if isinstance(s, bytes):  # commands are strings; only the text of a mail is bytes
            self.before_text()
        super().send(s)


class _TellingSSL(_Telling, smtplib.SMTP_SSL):
    pass


class MailServer(EmailBackend):
    """Django's connection, by the settings, for one mail after the other."""

    @property
    def connection_class(self) -> type[_Telling]:
        return _TellingSSL if self.use_ssl else _Telling

    def hand_over(self, email: EmailMessage, *, before_text: Callable[[], None]) -> None:
        """Hand one mail to the server; ``open()`` first.

        ``before_text`` is called just before the text leaves; what it raises stops the hand-over and is passed on.
        Raises Unanswered, ValueError for a mail that cannot be written, or OSError when the server does not have it.
        """
        text_left = False

        def tell() -> None:
            nonlocal text_left
            before_text()
            text_left = True

        cast(_Telling, self.connection).before_text = tell
        try:
            self.send_messages([email])
        except Exception as error:
            self.drop()
            if text_left and isinstance(error, OSError) and not is_answer(error):
                raise Unanswered(str(error)) from error
            raise

    def drop(self) -> None:
        """End the connection without a word: in the middle of a mail, QUIT would be taken for a part of it."""
        if self.connection:
            self.connection.close()
            self.connection = None


def is_answer(error: Exception) -> bool:
    """Return whether the server said no, instead of nothing."""
    return isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused)


def is_final(error: Exception) -> bool:
    """Return whether the server said no for good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def fault_of_address(error: Exception) -> str:
    """Return the status with which the server refused the recipient's address for good, or ""."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return ""
    for code, text in error.recipients.values():
        status = statuses.find(text.decode("ascii", errors="replace"))
        if code >= 500 and statuses.is_fault_of_address(status):
            return status
    return ""
