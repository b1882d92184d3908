from pathlib import Path

from django.conf import settings

from programs.messages import GROUPS

OF_PROGRAMS = ("agreement_", "program_", "tandem_", "session_", "request_", "feedback_")


def test_every_mail_of_a_program_is_listed_once():
    listed = [mail.kind.replace(".", "_") for mails in GROUPS.values() for mail in mails]
    folder = Path(settings.BASE_DIR) / "templates" / "emails"
    written = {path.name.removesuffix(".subject.txt") for path in folder.glob("*.subject.txt")}
    assert sorted(listed) == sorted(name for name in written if name.startswith(OF_PROGRAMS))
