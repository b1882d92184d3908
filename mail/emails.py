"""A row of the outbox as an e-mail.

With a calendar object it has the form in which calendars send theirs, which is the one all of them read:

    multipart/mixed
        multipart/alternative
            text/plain
            text/html
            text/calendar; method=REQUEST
        application/ics; name="invite.ics"  (as an attachment)

Outlook takes a request only from within the first part of multipart/mixed and as text/calendar with the method of the
body; Gmail and Thunderbird show its buttons from the same part. The attachment is for programs that look at attachments
alone. It is no second text/calendar with a method, which some would show as a second request, and in base64, which no
server on the way rewrites.

Some refuse a request, or do not apply its update, when it does not come from its ORGANIZER, so that stands in From.
SENT-BY would allow for another sender, but Gmail then names nobody and old Thunderbirds answer to a broken address.
The envelope's sender is the mail's own return address, to which mail servers send what they could not deliver; without
MAIL_REPLY_ADDRESS it is MAIL_FROM.
"""

from email import encoders
from email.mime.base import MIMEBase
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import formataddr, parseaddr
from typing import cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from mail import categories, return_addresses, unsubscribing
from mail.models import Message


def email_of(message: Message) -> EmailMultiAlternatives:
    """Return the row as what the mail server gets."""
    house_name, house = parseaddr(settings.DEFAULT_FROM_EMAIL)
    name = message.sender_name or house_name
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=return_addresses.address(message) or house,
        to=[message.recipient],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=_headers(message, formataddr((name, message.sender or house))),
    )
    email.attach_alternative(message.html, "text/html")
    if message.calendar:
        email.attach_alternative(message.calendar, f"text/calendar; method={message.calendar_method}")
        email.attach(_calendar_file(message))
    return email


def _headers(message: Message, sender: str) -> dict[str, str]:
    headers = {"From": sender, "Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if message.public_id and categories.of(message.kind):
        address = settings.PUBLIC_BASE_URL + unsubscribing.path(
            cast(int, message.organisation_id), message.public_id
        )
        headers |= {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def _calendar_file(message: Message) -> MIMEBase:
    part = MIMENonMultipart("application", "ics", name="invite.ics")
    part.set_payload(message.calendar.encode())
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename="invite.ics")
    return part
