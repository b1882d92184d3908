import pytest

from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_session_of_a_tandem_can_be_written_by_the_web_role(organisation):
    with scope(organisation):
        session = factories.session()
        assert [person.name for person in session.tandem.members]
        assert session.busy.count() == 2


def test_people_can_sign_in_or_have_never_come_in(organisation, client_for, owner, staff):
    with scope(organisation):
        assert factories.unregistered().user is None
    assert client_for(owner) and client_for(staff)
