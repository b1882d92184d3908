import pytest
from django.conf import settings

from config.celery import app
from tests.roles import as_role
from website import tasks

OURS = {"website.tasks.remind", "website.tasks.forget"}


def test_beat_rings_tasks_that_exist():
    rung = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    app.loader.import_default_modules()
    assert rung & set(app.tasks) >= OURS


@pytest.mark.django_db(transaction=True)
def test_the_tasks_do_what_is_due(house, clock):
    house.book("01-20T10:30")
    clock.set("01-20T09:30")
    with as_role("worker"):
        tasks.remind()
    assert len(house.mails("demo.reminder")) == 1
    clock.set("06-20T09:30")
    with as_role("worker"):
        tasks.forget()
    assert house.demos() == [] and house.mails() == []
