"""Answers come in by SMTP, by LMTP and through a pipe: the real commands on the database of the test."""

import os
import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from config.embedded import processes
from sessions.calendars import reply_addresses
from sessions.calendars.reply_mails import MOST_BYTES
from sessions.models import Session, SessionReply
from tenancy.scope import scope
from tests.config.processes import eventually
from tests.mail.smtp import free_port
from tests.sessions.calendars.reply_corpus import answer

pytestmark = pytest.mark.django_db(transaction=True)

REPLY_ADDRESS = "reply@umento.example"
ENVIRONMENT = {"MAIL_REPLY_ADDRESS": REPLY_ADDRESS, "DJANGO_SETTINGS_MODULE": "config.settings"}
EX_TEMPFAIL = 75


@pytest.fixture(autouse=True)
def _address(settings):
    settings.MAIL_REPLY_ADDRESS = REPLY_ADDRESS


@pytest.fixture
def session(pair, clock) -> Session:
    """The commands run by the clock of the machine."""
    clock.now = datetime.now(UTC).replace(microsecond=0)
    return pair.session(clock.now + timedelta(days=3))


@pytest.fixture
def address(pair, session) -> str:
    with scope(pair.organisation):
        return reply_addresses.address(session, pair.thomas)


@pytest.fixture
def said(pair, session) -> Callable[[str], bytes]:
    def written(partstat: str) -> bytes:
        with scope(pair.organisation):
            return answer("outlook", session, pair.thomas, partstat)

    return written


@pytest.fixture
def answers(pair) -> Callable[[], list[str]]:
    def known() -> list[str]:
        with scope(pair.organisation):
            return list(SessionReply.objects.values_list("answer", flat=True))

    return known


@contextmanager
def receiving(folder: Path, *options: str) -> Iterator[int]:
    """Run the command until the block ends; yields its port."""
    port = free_port()
    command = ["manage.py", "receive_mail", "--port", str(port), *options]
    program = processes.python(
        "mail", command, cwd=django_settings.BASE_DIR, env=ENVIRONMENT, log=folder / "mail.log"
    )
    program.start()
    try:
        assert eventually(lambda: listens(port), seconds=60), (folder / "mail.log").read_text()
        yield port
    finally:
        program.stop()


def listens(port: int) -> bool:
    try:
        smtplib.SMTP("127.0.0.1", port, timeout=5).close()
    except OSError:
        return False
    return True


def piped(raw: bytes, *recipients: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "manage.py", "take_mail", *recipients],
        input=raw,
        capture_output=True,
        check=False,
        cwd=django_settings.BASE_DIR,
        env={**os.environ, **ENVIRONMENT, **environment},
    )


def test_an_answer_comes_in_by_smtp(tmp_path, address, said, answers):
    with receiving(tmp_path) as port, smtplib.SMTP("127.0.0.1", port, timeout=30) as smtp:
        smtp.sendmail("thomas@weserwerk.example", [address], said("ACCEPTED"))
        assert answers() == ["accepted"]
        smtp.sendmail("", [address.upper()], said("TENTATIVE"))
        assert answers() == ["tentative"]


def test_only_our_addresses_are_taken_one_at_a_time_and_nothing_big(tmp_path, address, said, answers):
    with receiving(tmp_path) as port, smtplib.SMTP("127.0.0.1", port, timeout=30) as smtp:
        smtp.ehlo()
        smtp.mail("thomas@weserwerk.example")
        for unknown in ("lea@weserwerk.example", REPLY_ADDRESS, "reply+1-00@umento.example"):
            assert smtp.rcpt(unknown)[0] == 550
        assert smtp.rcpt(address)[0] == 250
        assert smtp.rcpt(address)[0] == 452
        smtp.rset()
        with pytest.raises(smtplib.SMTPResponseException) as refused:
            smtp.sendmail("thomas@weserwerk.example", [address], said("ACCEPTED") + b"X" * MOST_BYTES)
        assert refused.value.smtp_code == 552
        smtp.rset()
        smtp.sendmail("thomas@weserwerk.example", [address], b"Subject: Bin im Urlaub\r\n\r\nBis bald")
        assert answers() == []


def test_an_answer_comes_in_by_lmtp(tmp_path, address, said, answers):
    with receiving(tmp_path, "--lmtp") as port, smtplib.LMTP("127.0.0.1", port) as lmtp:
        lmtp.sendmail("thomas@weserwerk.example", [address], said("ACCEPTED"))
    assert answers() == ["accepted"]


def test_an_answer_comes_in_through_a_pipe(address, said, answers):
    assert piped(said("ACCEPTED")).returncode == 0
    assert answers() == ["accepted"]
    assert piped(said("TENTATIVE"), address).returncode == 0
    assert answers() == ["tentative"]


def test_the_pipe_takes_and_drops_what_is_no_answer(answers):
    run = piped(b"Subject: Bin im Urlaub\r\n\r\nBis bald")
    assert (run.returncode, answers()) == (0, [])


def test_while_the_database_is_away_the_mail_server_keeps_the_mail(said):
    run = piped(said("ACCEPTED"), DATABASE_URL=f"postgresql://umento_web@127.0.0.1:{free_port()}/umento")
    assert run.returncode == EX_TEMPFAIL


def test_without_an_address_for_answers_nobody_listens():
    run = subprocess.run(
        [sys.executable, "manage.py", "receive_mail"],
        capture_output=True,
        text=True,
        check=False,
        cwd=django_settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    assert run.returncode != 0 and "MAIL_REPLY_ADDRESS is not set" in run.stderr
