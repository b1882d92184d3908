"""The scope: what it opens, what it closes again, and that row-level security alone holds what it promises."""

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from accounts.models import Membership
from programs.models import Goal, Program, Skill, TandemEvent
from tenancy import scope as scopes
from tenancy.scope import ScopeError, person, scope, system
from tests import factories

pytestmark = pytest.mark.django_db


def setting(name: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        return cursor.fetchone()[0]


def visible(table: str = "programs_skill") -> list[int]:
    """The keys that the database itself shows, past every manager."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} ORDER BY id")
        return [key for (key,) in cursor.fetchall()]


@pytest.fixture
def skills(organisation, other_organisation) -> tuple[Skill, Skill]:
    """One skill here, one in the other house."""
    with scope(organisation):
        ours = factories.skill("KI im Alltag")
    with scope(other_organisation):
        theirs = factories.skill("KI im Alltag")
    return ours, theirs


def test_only_the_rows_of_the_organisation_in_scope_exist(skills, organisation, other_organisation):
    ours, theirs = skills
    with scope(organisation):
        assert visible() == [ours.pk]
        assert list(Skill.objects.all()) == [ours]
    with scope(other_organisation):
        assert visible() == [theirs.pk]


def test_without_a_scope_managers_raise(skills):
    with pytest.raises(ScopeError):
        Skill.objects.count()


def test_without_a_setting_there_are_no_rows_and_no_error(skills):
    assert setting(scopes.ORGANISATION) in (None, "")
    assert visible() == []


def test_an_empty_setting_means_no_rows_and_no_error(skills):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.organisation', '', true), set_config('app.person', '', true)")
    assert visible() == []
    assert visible("accounts_membership") == []


def test_leaving_a_nested_scope_brings_the_outer_one_back(skills, organisation, other_organisation):
    ours, theirs = skills
    with scope(organisation):
        with scope(other_organisation):
            assert visible() == [theirs.pk]
            assert list(Skill.objects.all()) == [theirs]
        assert visible() == [ours.pk]
        assert list(Skill.objects.all()) == [ours]
    assert scopes.current() is None
    assert visible() == []


def test_an_exception_in_a_nested_scope_brings_the_outer_one_back(skills, organisation, other_organisation):
    ours, _ = skills
    with scope(organisation):
        with pytest.raises(ZeroDivisionError), scope(other_organisation):
            raise ZeroDivisionError
        assert visible() == [ours.pk]
        assert scopes.organisation_id() == organisation.pk


def test_a_database_error_in_a_nested_scope_brings_the_outer_one_back(
    skills, organisation, other_organisation
):
    ours, _ = skills
    with scope(organisation):
        with pytest.raises(DatabaseError), scope(other_organisation):
            visible("no_such_table")
        assert visible() == [ours.pk]


def test_a_rolled_back_savepoint_keeps_the_scope(skills, organisation):
    ours, _ = skills
    with scope(organisation):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _write_and_fail()
        assert visible() == [ours.pk]


def test_an_exception_takes_the_writes_of_its_scope_back(organisation):
    with pytest.raises(ZeroDivisionError), scope(organisation):
        _write_and_fail()
    with scope(organisation):
        assert visible() == []


def _write_and_fail() -> None:
    factories.skill("weg")
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_scope_survives_its_transaction_on_the_connection(skills, organisation):
    with scope(organisation):
        assert setting(scopes.ORGANISATION) == str(organisation.pk)
    assert setting(scopes.ORGANISATION) == ""
    assert visible() == []


@pytest.mark.django_db(transaction=True)
def test_scopes_that_take_turns_on_one_connection_never_mix(skills, organisation, other_organisation):
    ours, theirs = skills
    for turn in range(200):
        house, own = (organisation, ours) if turn % 2 else (other_organisation, theirs)
        try:
            with scope(house):
                assert visible() == [own.pk]
                if turn % 3 == 0:
                    visible("no_such_table")
        except DatabaseError:
            assert visible() == []


def test_a_new_row_takes_its_organisation_from_the_scope(organisation):
    with scope(organisation):
        assert factories.skill().organisation == organisation


def test_a_new_row_needs_one_organisation(staff):
    with pytest.raises(ScopeError), person(staff):
        Skill(name="x")
    with pytest.raises(ScopeError), system():
        Skill(name="x")


def test_a_row_cannot_be_written_into_another_organisation(organisation, other_organisation):
    with pytest.raises(ProgrammingError, match="row-level security"), scope(organisation):
        Skill.objects.create(organisation=other_organisation, name="x", name_norm="x")


def test_a_row_cannot_be_moved_to_another_organisation(skills, organisation, other_organisation):
    with pytest.raises(ProgrammingError, match="row-level security"), scope(organisation):
        Skill.objects.update(organisation=other_organisation)


def test_rows_of_another_organisation_cannot_be_changed_or_deleted(skills, organisation):
    _, theirs = skills
    with scope(organisation), connection.cursor() as cursor:
        cursor.execute("UPDATE programs_skill SET name = 'x' WHERE id = %s", [theirs.pk])
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM programs_skill WHERE id = %s", [theirs.pk])
        assert cursor.rowcount == 0


def test_a_reference_to_another_organisation_fails_like_one_to_nothing(organisation, other_organisation):
    with scope(other_organisation):
        theirs = factories.program()

    def write(program_id: int) -> None:
        Goal.objects.create(program_id=program_id, kind="own", statement="x")
        connection.check_constraints()

    def refusal(program_id: int) -> str:
        with pytest.raises(IntegrityError) as caught, scope(organisation):
            write(program_id)
        return str(caught.value).replace(str(program_id), "?")

    assert refusal(theirs.pk) == refusal(987_654_321)


def test_deleting_elsewhere_never_reaches_our_rows(organisation, other_organisation):
    with scope(organisation):
        kept = factories.program()
    with scope(other_organisation):
        factories.program().delete()
    with scope(organisation):
        assert Goal.objects.get(program=kept)


def test_the_same_unique_value_may_exist_in_two_organisations(skills):
    ours, theirs = skills
    assert ours.name_norm == theirs.name_norm


def test_references_go_through_the_guarded_manager(organisation, other_organisation):
    with scope(organisation):
        goal = factories.program().goals.get()
    with pytest.raises(ScopeError):
        Goal.objects.model._base_manager.get(pk=goal.pk)
    with scope(other_organisation), pytest.raises(Goal.DoesNotExist):
        goal.refresh_from_db()


def test_rows_of_the_history_can_only_be_added(organisation):
    with scope(organisation):
        tandem = factories.tandem()
        event = TandemEvent.objects.create(tandem=tandem, at=tandem.created_at, after="active")
    with pytest.raises(ProgrammingError, match="permission denied"), scope(organisation):
        TandemEvent.objects.update(after="ended")
    with pytest.raises(ProgrammingError, match="permission denied"), scope(organisation):
        event.delete()


# A person's own memberships


def test_a_person_sees_their_own_memberships_everywhere_and_nothing_else(
    owner, lead, participant_member, organisation, other_organisation
):
    with scope(other_organisation):
        factories.membership("Sabine Reuter", user=owner.user)
        factories.membership("Somebody Else")
    with person(owner.user):
        assert visible("accounts_membership") == sorted(Membership.objects.values_list("pk", flat=True))
        assert set(Membership.objects.values_list("organisation__slug", flat=True)) == {
            "weserwerk",
            "nordlicht",
        }
        with pytest.raises(ScopeError):
            Program.objects.count()


def test_a_person_cannot_change_a_membership_in_their_own_scope(participant_member):
    with person(participant_member.user), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_membership SET role = 'owner'")
        assert cursor.rowcount == 0


def test_a_person_in_an_organisation_gets_that_organisation_back(owner, organisation, other_organisation):
    with scope(organisation):
        with person(owner.user):
            pass
        assert list(Membership.objects.all()) == [owner]


# The worker's sweeps


def test_the_web_role_opens_nothing_with_a_system_scope(skills):
    with system():
        assert visible() == []


@pytest.mark.role("worker")
def test_the_worker_sees_all_organisations_in_a_system_scope(skills):
    with system():
        assert visible() == [skill.pk for skill in skills]
        assert Skill.objects.count() == 2


@pytest.mark.role("worker")
def test_the_worker_is_bound_by_the_scope_of_an_organisation(skills, organisation):
    ours, _ = skills
    with system(), scope(organisation):
        assert visible() == [ours.pk]
    assert visible() == []


@pytest.mark.role("worker")
def test_the_worker_cannot_write_into_another_organisation(organisation, other_organisation):
    with pytest.raises(ProgrammingError, match="row-level security"), scope(organisation):
        Skill.objects.create(organisation=other_organisation, name="x", name_norm="x")
