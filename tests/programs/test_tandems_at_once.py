from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from mail.models import Message
from programs import tandems
from programs.errors import ProgramError
from programs.models import Tandem, TandemEvent
from tenancy.scope import scope
from tests import factories


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_moment_start_one_tandem(organisation):
    with scope(organisation):
        tandem = factories.tandem(state="asked_mentee")
    start = Barrier(2)

    def accept() -> str:
        try:
            start.wait()
            with scope(organisation):
                own = Tandem.objects.with_people().get(pk=tandem.pk)
                tandems.accept(own, by=own.mentee.membership)
            return "active"
        except ProgramError as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = [future.result() for future in [pool.submit(accept) for _ in range(2)]]
    with scope(organisation):
        assert sorted(answers) == ["Dieses Tandem läuft schon.", "active"]
        assert TandemEvent.objects.filter(after="active").count() == 1
        assert Message.objects.filter(kind="tandem.confirmed").count() == 2
