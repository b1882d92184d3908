import pytest
from django.core.exceptions import ImproperlyConfigured

from config.celery import check_role
from config.rolecheck import require_role
from tests.roles import as_role

pytestmark = pytest.mark.django_db(transaction=True)


def test_web_and_worker_run_with_their_own_roles():
    require_role("web")
    with as_role("worker"):
        require_role("worker")


def test_web_refuses_to_run_as_the_owner():
    with as_role("owner"), pytest.raises(ImproperlyConfigured) as refusal:
        require_role("web")
    assert str(refusal.value) == (
        "This web process refuses to run as the database role umento_owner: it is not umento_web, "
        "it bypasses row-level security, it belongs to umento_owner, it owns tables."
    )


def test_web_refuses_to_run_as_the_worker():
    with as_role("worker"), pytest.raises(ImproperlyConfigured, match="it is not umento_web"):
        require_role("web")


def test_a_worker_with_the_wrong_role_ends_with_a_sentence():
    with as_role("owner"), pytest.raises(SystemExit, match="This worker process refuses to run"):
        check_role()


def test_a_worker_that_cannot_ask_for_its_role_ends():
    with as_role("nobody"), pytest.raises(SystemExit):
        check_role()
