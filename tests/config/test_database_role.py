import pytest
from django.db import connection

from tests.roles import as_role

pytestmark = pytest.mark.django_db


def login() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        return cursor.fetchone()[0]


def test_tests_sign_in_as_the_web_role():
    assert login() == "umento_web"


@pytest.mark.role("worker")
def test_a_marked_test_signs_in_as_the_worker():
    assert login() == "umento_worker"


@pytest.mark.django_db(transaction=True)
def test_the_role_changes_for_a_while():
    with as_role("owner"):
        assert login() == "umento_owner"
    assert login() == "umento_web"


def test_the_role_cannot_change_inside_a_transaction():
    with pytest.raises(RuntimeError, match="transaction=True"), as_role("owner"):
        pass
