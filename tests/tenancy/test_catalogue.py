"""The check over PostgreSQL's catalogue, and the proof that it sees each kind of fault."""

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import isolate_apps

from accounts.models import Membership
from config.embedded import pytest_plugin as servers
from tenancy import catalogue
from tenancy.models import TenantForeignKey, TenantModel
from tenancy.operations import IN_SCOPE, IN_SYSTEM

pytestmark = pytest.mark.django_db
as_owner = pytest.mark.role("owner")

WELL_MADE = f"""
    CREATE TABLE planted (
        id bigint PRIMARY KEY,
        organisation_id bigint NOT NULL REFERENCES accounts_organisation,
        membership_id bigint NOT NULL,
        UNIQUE (organisation_id, id),
        FOREIGN KEY (organisation_id, membership_id) REFERENCES accounts_membership (organisation_id, id)
    );
    ALTER TABLE planted ENABLE ROW LEVEL SECURITY;
    ALTER TABLE planted FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON planted USING {IN_SCOPE} WITH CHECK {IN_SCOPE};
    CREATE POLICY system ON planted TO umento_worker USING {IN_SYSTEM} WITH CHECK {IN_SYSTEM};
    GRANT SELECT, INSERT, UPDATE, DELETE ON planted TO umento_web, umento_worker;
"""

FAULTS = {
    "CREATE TABLE bare (id bigint PRIMARY KEY)": [
        "bare: row-level security is not enabled.",
        "bare: lacks the policy system.",
        "bare: lacks the policy tenant.",
        "bare: has no column organisation_id of type bigint.",
    ],
    "ALTER TABLE planted NO FORCE ROW LEVEL SECURITY": ["planted: row-level security is not forced."],
    "ALTER TABLE planted DISABLE ROW LEVEL SECURITY": ["planted: row-level security is not enabled."],
    "DROP POLICY tenant ON planted": ["planted: lacks the policy tenant."],
    "CREATE POLICY more ON planted USING (true)": ["planted: has the unexpected policy more."],
    "ALTER POLICY tenant ON planted USING (true)": ["planted: the policy tenant is not the canonical one."],
    "ALTER POLICY tenant ON planted WITH CHECK (true)": [
        "planted: the policy tenant is not the canonical one."
    ],
    "ALTER POLICY system ON planted TO umento_worker, umento_web": [
        "planted: the policy system is not the canonical one."
    ],
    "ALTER POLICY system ON planted TO PUBLIC": ["planted: the policy system is not the canonical one."],
    "CREATE POLICY own_rows ON planted FOR SELECT USING (true)": [
        "planted: has the unexpected policy own_rows."
    ],
    "ALTER TABLE planted ALTER organisation_id DROP NOT NULL": ["planted: organisation_id may be NULL."],
    "ALTER TABLE planted DROP CONSTRAINT planted_organisation_id_fkey": [
        "planted: organisation_id does not refer to accounts_organisation."
    ],
    "ALTER TABLE planted ADD CONSTRAINT plain FOREIGN KEY (membership_id) REFERENCES accounts_membership": [
        "planted: the foreign key plain lacks organisation_id."
    ],
    "ALTER TABLE accounts_user ADD invited_id bigint CONSTRAINT plain REFERENCES accounts_membership": [
        "accounts_user: the foreign key plain lacks organisation_id."
    ],
    "ALTER TABLE planted ADD CONSTRAINT falling FOREIGN KEY (organisation_id, membership_id)"
    " REFERENCES accounts_membership (organisation_id, id) ON DELETE CASCADE": [
        "planted: the foreign key falling deletes or changes rows by itself."
    ],
    "CREATE UNIQUE INDEX once ON planted (membership_id)": [
        "planted: the unique index once does not begin with organisation_id."
    ],
    "CREATE UNIQUE INDEX once ON planted (membership_id, organisation_id)": [
        "planted: the unique index once does not begin with organisation_id."
    ],
    "CREATE INDEX quick ON planted (membership_id)": [
        "planted: the index quick does not begin with organisation_id."
    ],
    "CREATE INDEX quick ON planted ((organisation_id + 0))": [
        "planted: the index quick does not begin with organisation_id."
    ],
    "CREATE VIEW seen AS SELECT * FROM planted": [
        "seen: is a view, partition or foreign table; only plain tables are guarded."
    ],
    "CREATE MATERIALIZED VIEW kept AS SELECT * FROM planted": [
        "kept: is a view, partition or foreign table; only plain tables are guarded."
    ],
    "CREATE RULE quiet AS ON DELETE TO planted DO INSTEAD NOTHING": ["planted: has a rewrite rule."],
    "CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'": [
        "peek(): runs with its owner's rights (SECURITY DEFINER)."
    ],
    "GRANT EXECUTE ON FUNCTION forget_audit TO umento_web": [
        "forget_audit(): is open to the web role or has no search path of its own."
    ],
    "ALTER FUNCTION forget_audit RESET search_path": [
        "forget_audit(): is open to the web role or has no search path of its own."
    ],
    "GRANT UPDATE ON accounts_auditevent TO umento_web": ["accounts_auditevent: umento_web may UPDATE."],
    "GRANT UPDATE (verb) ON accounts_auditevent TO umento_worker": [
        "accounts_auditevent: umento_worker may UPDATE."
    ],
    "GRANT DELETE ON programs_tandemevent TO umento_worker": [
        "programs_tandemevent: umento_worker may DELETE."
    ],
    "GRANT TRUNCATE ON planted TO umento_web": ["planted: umento_web may TRUNCATE."],
    "GRANT SELECT ON planted TO PUBLIC": ["planted: everybody may SELECT."],
    "GRANT INSERT ON auth_permission TO umento_web": ["auth_permission: umento_web may INSERT."],
    "GRANT CREATE ON SCHEMA public TO umento_web": ["umento_web: may create objects in the schema public."],
}
#: Faults that break more than one rule at once; these are the sentences that must be among them.
COARSE_FAULTS = {
    "CREATE TABLE split (LIKE planted) PARTITION BY LIST (id); CREATE TABLE part PARTITION OF split DEFAULT": [
        "part: is a view, partition or foreign table; only plain tables are guarded.",
        "split: is a view, partition or foreign table; only plain tables are guarded.",
    ],
    "CREATE SCHEMA aside; CREATE TABLE aside.planted (id bigint)": [
        "aside.planted: lies outside the schema public.",
    ],
}
FAULTS_OF_ROLES = {
    "ALTER ROLE umento_web BYPASSRLS": "umento_web: bypasses row-level security.",
    "ALTER ROLE umento_web SUPERUSER": "umento_web: is a superuser.",
    "ALTER ROLE umento_worker CREATEROLE": "umento_worker: may create roles or databases or replicate.",
    "GRANT umento_owner TO umento_web": "umento_web: is a member of another role.",
    "ALTER TABLE programs_goal OWNER TO umento_web": "umento_web: owns something.",
    "ALTER ROLE umento_worker RENAME TO somebody": "umento_worker: does not exist.",
}


def problems() -> list[str]:
    with connection.cursor() as cursor:
        return catalogue.problems(cursor)


def plant(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)


def test_every_table_key_and_right_has_its_guard():
    assert problems() == []


def test_each_exception_is_still_needed():
    tables = {model._meta.db_table for model in models.base.apps.get_models(include_auto_created=True)}
    assert set(catalogue.PLATFORM_TABLES) <= tables | {"django_migrations"}
    assert tables >= catalogue.APPEND_ONLY_TABLES | catalogue.OWN_ROWS_TABLES
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")
        assert set(catalogue.INDEXES_ACROSS) <= {name for (name,) in cursor.fetchall()}


@as_owner
def test_a_well_made_new_table_passes():
    plant(WELL_MADE)
    assert problems() == []


@as_owner
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named(fault):
    plant(WELL_MADE)
    plant(fault)
    assert sorted(problems()) == sorted(FAULTS[fault])


@as_owner
@pytest.mark.parametrize("fault", COARSE_FAULTS)
def test_a_planted_coarse_fault_is_named_too(fault):
    plant(WELL_MADE)
    plant(fault)
    assert set(COARSE_FAULTS[fault]) <= set(problems())


@pytest.mark.parametrize("fault", FAULTS_OF_ROLES)
def test_a_right_planted_on_a_login_role_is_named(fault):
    with psycopg.connect(servers.admin_url(), dbname=connection.settings_dict["NAME"]) as admin:
        cursor = admin.cursor()
        cursor.execute(fault)
        found = _with_roles(cursor)
        admin.rollback()
    assert FAULTS_OF_ROLES[fault] in found


def _with_roles(cursor: psycopg.Cursor) -> list[str]:
    return list(catalogue._roles(cursor))


@as_owner
def test_a_reference_whose_constraint_was_lost_is_named():
    plant("ALTER TABLE programs_goal DROP CONSTRAINT programs_goal_program_id_tenant_fk")
    assert problems() == ["Goal.program: has no composite foreign key in the database."]


@isolate_apps("programs")
def test_models_outside_the_mechanism_are_named(monkeypatch):
    class Loose(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "programs"

    class Wide(TenantModel):
        objects = models.Manager()
        plain = models.ForeignKey(Membership, models.PROTECT, related_name="+")
        untied = TenantForeignKey(Membership, models.PROTECT, related_name="+")

        class Meta:
            app_label = "programs"

    monkeypatch.setattr(catalogue, "apps", Loose._meta.apps)
    assert problems()[-4:] == [
        "Loose: is neither a TenantModel nor a listed platform table.",
        "Wide: reads through a manager that is no TenantManager.",
        "Wide.plain: is no TenantForeignKey.",
        "Wide.untied: has no composite foreign key in the database.",
    ]


def test_the_command_says_when_all_is_well(capsys):
    call_command("check_tenancy")
    assert capsys.readouterr().out == "Every table, key and right has its guard.\n"


@as_owner
def test_the_command_fails_and_names_the_fault():
    plant("CREATE TABLE bare (id bigint PRIMARY KEY)")
    with pytest.raises(CommandError, match="bare: row-level security is not enabled"):
        call_command("check_tenancy")
