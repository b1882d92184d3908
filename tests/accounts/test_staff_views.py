import pytest

from accounts.models import Membership, Organisation
from accounts.organisations import house
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db
NEW = {
    "slug": "aurora",
    "name": "Aurora AG",
    "language": "de",
    "owner_name": "Ada Falk",
    "owner_email": "ada@aurora.example",
}


def test_staff_organisation_list_names_customers_and_nothing_in_them(client_for, staff, organisation):
    with scope(organisation):
        factories.program("Geheimes Programm")
        factories.membership("Jana Vogt")
    page = client_for(staff).get("/staff/organisations/").content.decode()
    assert organisation.name in page
    assert "Geheimes Programm" not in page
    assert "Jana Vogt" not in page


def test_staff_organisation_create_opens_a_house_and_invites(client_for, staff):
    response = client_for(staff).post("/staff/organisations/new/", NEW, follow=True)
    assert "Aurora AG ist angelegt" in response.content.decode()
    with scope(Organisation.objects.get(slug="aurora")):
        assert Membership.objects.get().email == "ada@aurora.example"


def test_staff_organisation_create_asks_for_the_language_and_knows_only_ours(client_for, staff):
    hr = client_for(staff)
    assert hr.get("/staff/organisations/new/").context["form"]["language"].value() == "de"
    refused = hr.post("/staff/organisations/new/", NEW | {"language": "fr"})
    assert refused.context["form"].errors["language"] and not Organisation.objects.filter(slug="aurora")
    hr.post("/staff/organisations/new/", NEW | {"language": "en"})
    assert Organisation.objects.get(slug="aurora").language == "en"


@pytest.mark.parametrize("slug", ["umento", "Weserwerk", "mit leer", "ümlaut", ""])
def test_staff_organisation_create_refuses_an_address(client_for, staff, organisation, slug):
    response = client_for(staff).post("/staff/organisations/new/", NEW | {"slug": slug})
    assert response.status_code == 200
    assert response.context["form"].errors["slug"]
    assert Organisation.objects.filter(name="Aurora AG").count() == 0


def test_our_staff_is_nobody_in_a_customers_house(client_for, staff, organisation):
    assert client_for(staff).get(f"/o/{organisation.slug}/people/").status_code == 404


def test_the_mark_of_staff_alone_opens_nothing(client_for):
    house()
    loose = factories.user("loose@umento.example", is_staff=True)
    assert client_for(loose).get("/staff/organisations/").status_code == 404
