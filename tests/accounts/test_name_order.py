import pytest

from accounts.models import Membership
from accounts.name_order import in_order, letters
from tenancy.scope import scope
from tests import factories

SITES = [
    "Öhringen",
    "Zeven",
    "Aachen",
    "İzmir",
    "Straßburg",
    "oldenburg",
    "Ärmelkanal",
    "Strassen",
    "Igls",
    "Łódź",
]
IN_ORDER = [
    "Aachen",
    "Ärmelkanal",
    "Igls",
    "İzmir",
    "Łódź",
    "Öhringen",
    "oldenburg",
    "Straßburg",
    "Strassen",
    "Zeven",
]


def test_umlauts_stand_beside_their_plain_letters():
    assert sorted(SITES, key=letters) == IN_ORDER


@pytest.mark.django_db
def test_the_database_sorts_as_memory_does(organisation):
    with scope(organisation):
        for site in SITES:
            factories.membership(place=site)
        rows = Membership.objects.exclude(place="").order_by(in_order("place"))
        assert list(rows.values_list("place", flat=True)) == IN_ORDER
