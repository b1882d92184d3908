"""Whether the database really keeps organisations apart, read from PostgreSQL's own catalogue.

``problems(cursor)`` is empty when each table, key and right has its guard. Runs in tests, as ``manage.py
check_tenancy``, and may run at start-up: a dozen small reads, no writes, any database role.
"""

from collections.abc import Iterator
from typing import Any, Protocol

from django.apps import apps

from tenancy.grants import READ_ONLY, login_roles
from tenancy.models import TenantForeignKey, TenantManager, TenantModel

#: Tables without a tenant, each with the reason.
PLATFORM_TABLES = {
    "accounts_organisation": "the tenant itself: its scope is opened by looking one up",
    "accounts_user": "who can sign in, across organisations; carries no authority",
    "account_emailaddress": "allauth; stays empty, addresses live in accounts_user",
    "account_emailconfirmation": "allauth; stays empty",
    "auth_group": "Django's; unused",
    "auth_group_permissions": "Django's; unused",
    "auth_permission": "Django's; the same for everybody",
    "django_content_type": "Django's; the same for everybody",
    "django_migrations": "Django's; the same for everybody",
    "django_session": "sign-ins, found only by their random key",
}
#: Tables whose rows nobody but the owner may change.
APPEND_ONLY_TABLES = frozenset(
    {"accounts_auditevent", "programs_goalamendment", "programs_phasechange", "programs_tandemevent"}
)
#: Tables with the policy by which a person sees their own rows.
OWN_ROWS_TABLES = frozenset({"accounts_membership"})
#: Functions that run with their owner's rights, each with the reason. Only the worker may call them.
OWNERS_FUNCTIONS = {
    "forget_audit": "lines of the audit trail whose time is over; keeps to the scope and spares the last year",
    "forget_names": "names of people who are forgotten, in the audit trail; keeps to the scope, takes no line away",
    "forget_tandem_events": "what happened to tandems of an archived program; keeps to the scope",
}
#: Indexes of tenant tables that do not begin with organisation_id, each with the reason. Never a unique one.
INDEXES_ACROSS = {
    "membership_of_user": "a person's own memberships, in whichever organisations they are",
    "feed_due": "the worker's sweep for calendars to read",
    "session_due": "the worker's sweep for due reminders",
    "time_request_due": "the worker's sweep for requests that nobody answered",
    "message_due": "the worker's sweep for due mail",
    "run_to_publish": "the worker's sweep for runs whose tandems go out",
    "own_message_due": "the worker's sweep for messages of a house",
    "busy_once": "exclusion: a person belongs to one organisation",
}

TENANT = "(organisation_id = (NULLIF(current_setting('app.organisation'::text, true), ''::text))::bigint)"
SYSTEM = "(current_setting('app.system'::text, true) = 'on'::text)"
PERSON = "(user_id = (NULLIF(current_setting('app.person'::text, true), ''::text))::bigint)"

OURS = "n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'"
DATA_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")
OTHER_RIGHTS = ("TRUNCATE", "REFERENCES", "TRIGGER")


class Cursor(Protocol):
    def execute(self, query: Any, params: Any = None) -> Any: ...

    def fetchall(self) -> list[tuple[Any, ...]]: ...


def problems(cursor: Cursor) -> list[str]:
    """Return a sentence per missing or wrong guard, in a stable order; empty when all is well."""
    checks = (_kinds, _tables, _policies, _tenant_columns, _references, _indexes, _rights, _roles, _functions)
    return [problem for check in checks for problem in check(cursor)] + [*_models(), *_fields(cursor)]


def _rows(cursor: Cursor, query: str, parameters: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    cursor.execute(query, {"platform": list(PLATFORM_TABLES)} | (parameters or {}))
    return cursor.fetchall()


def _kinds(cursor: Cursor) -> Iterator[str]:
    """Nothing but plain tables in the one schema: views and their like read with their owner's rights."""
    query = f"""
        SELECT n.nspname, c.relname, c.relkind, c.relispartition, c.relhasrules
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1, 2
    """
    for schema, table, kind, is_partition, has_rules in _rows(cursor, query):
        if schema != "public":
            yield f"{schema}.{table}: lies outside the schema public."
        if kind != "r" or is_partition:
            yield f"{table}: is a view, partition or foreign table; only plain tables are guarded."
        elif has_rules:
            yield f"{table}: has a rewrite rule."


def _tables(cursor: Cursor) -> Iterator[str]:
    query = f"""
        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relname = ANY(%(platform)s)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OURS} AND c.relkind IN ('r', 'p') ORDER BY 1
    """
    for table, enabled, forced, is_platform in _rows(cursor, query):
        if is_platform and enabled:
            yield f"{table}: is listed as a platform table but has row-level security."
        elif not is_platform and not (enabled and forced):
            yield f"{table}: row-level security is not {'forced' if enabled else 'enabled'}."


def _policies(cursor: Cursor) -> Iterator[str]:
    query = f"""
        SELECT c.relname, p.polname, p.polcmd, p.polpermissive, p.polroles::int[] <> '{{0}}',
               pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),
               (SELECT array_agg(r.rolname ORDER BY 1) FROM pg_roles r WHERE r.oid = ANY(p.polroles))
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_policy p ON p.polrelid = c.oid
        WHERE {OURS} AND c.relkind IN ('r', 'p') AND NOT c.relname = ANY(%(platform)s) ORDER BY 1, 2
    """
    found: dict[str, dict[str, tuple[Any, ...]]] = {}
    for table, name, *policy, role_names in _rows(cursor, query):
        policies = found.setdefault(table, {})
        if name is not None:
            policies[name] = (*policy, tuple(role_names or ()))
    for table, policies in found.items():
        expected = _expected_policies(table)
        for name in sorted(expected.keys() - policies.keys()):
            yield f"{table}: lacks the policy {name}."
        for name in sorted(policies.keys() - expected.keys()):
            yield f"{table}: has the unexpected policy {name}."
        for name in sorted(expected.keys() & policies.keys()):
            if policies[name] != expected[name]:
                yield f"{table}: the policy {name} is not the canonical one."


def _expected_policies(table: str) -> dict[str, tuple[Any, ...]]:
    _, worker = login_roles()
    policies: dict[str, tuple[Any, ...]] = {
        "tenant": ("*", True, False, TENANT, TENANT, ()),
        "system": ("*", True, True, SYSTEM, SYSTEM, (worker,)),
    }
    if table in OWN_ROWS_TABLES:
        policies["own_rows"] = ("r", True, False, PERSON, None, ())
    return policies


def _tenant_columns(cursor: Cursor) -> Iterator[str]:
    query = f"""
        SELECT c.relname, a.attnotnull, format_type(a.atttypid, NULL),
               EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f'
                       AND f.confrelid = 'accounts_organisation'::regclass AND f.conkey = ARRAY[a.attnum])
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id' AND NOT a.attisdropped
        WHERE {OURS} AND c.relkind IN ('r', 'p') AND NOT c.relname = ANY(%(platform)s) ORDER BY 1
    """
    for table, not_null, kind, refers in _rows(cursor, query):
        if kind != "bigint":
            yield f"{table}: has no column organisation_id of type bigint."
        elif not not_null:
            yield f"{table}: organisation_id may be NULL."
        elif not refers:
            yield f"{table}: organisation_id does not refer to accounts_organisation."


def _references(cursor: Cursor) -> Iterator[str]:
    """Each reference to a tenant table must carry organisation_id on both sides: constraints bypass policies."""
    query = f"""
        SELECT c.relname, k.conname, k.confdeltype,
               EXISTS (SELECT FROM pg_attribute own JOIN pg_attribute other ON other.attrelid = k.confrelid
                       JOIN generate_subscripts(k.conkey, 1) i
                         ON own.attnum = k.conkey[i] AND other.attnum = k.confkey[i]
                       WHERE own.attrelid = k.conrelid
                         AND own.attname = 'organisation_id' AND other.attname = 'organisation_id')
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class target ON target.oid = k.confrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OURS} AND k.contype = 'f' AND NOT target.relname = ANY(%(platform)s) ORDER BY 1, 2
    """
    for table, name, on_delete, is_composite in _rows(cursor, query):
        if not is_composite:
            yield f"{table}: the foreign key {name} lacks organisation_id."
        if on_delete not in ("a", "r"):
            yield f"{table}: the foreign key {name} deletes or changes rows by itself."


def _indexes(cursor: Cursor) -> Iterator[str]:
    query = f"""
        SELECT c.relname, name.relname, i.indisunique,
               COALESCE((SELECT a.attname = 'organisation_id' FROM pg_attribute a
                         WHERE a.attrelid = c.oid AND a.attnum = i.indkey[0]), false)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class name ON name.oid = i.indexrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OURS} AND NOT i.indisprimary AND NOT c.relname = ANY(%(platform)s) ORDER BY 1, 2
    """
    for table, name, is_unique, begins_with_organisation in _rows(cursor, query):
        if begins_with_organisation:
            continue
        if is_unique:
            yield f"{table}: the unique index {name} does not begin with organisation_id."
        elif name not in INDEXES_ACROSS:
            yield f"{table}: the index {name} does not begin with organisation_id."


def _rights(cursor: Cursor) -> Iterator[str]:
    query = f"""
        SELECT c.relname, r.rolname, p.right_name
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN unnest(%(roles)s::text[]) AS r(rolname) CROSS JOIN unnest(%(rights)s::text[]) AS p(right_name)
        WHERE {OURS} AND c.relkind IN ('r', 'p', 'v', 'm')
          AND CASE WHEN p.right_name IN ('DELETE', 'TRUNCATE', 'TRIGGER')
                   THEN has_table_privilege(r.rolname, c.oid, p.right_name)
                   ELSE has_any_column_privilege(r.rolname, c.oid, p.right_name) END
        ORDER BY 1, 2, 3
    """
    roles = list(login_roles())
    for table, role, right in _rows(cursor, query, {"roles": roles, "rights": [*DATA_RIGHTS, *OTHER_RIGHTS]}):
        if right not in _allowed_rights(table):
            yield f"{table}: {role} may {right}."
    for table, right in _rows(cursor, _RIGHTS_OF_PUBLIC):
        yield f"{table}: everybody may {right}."


_RIGHTS_OF_PUBLIC = f"""
    SELECT c.relname, entry.privilege_type
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN aclexplode(c.relacl) entry
    WHERE {OURS} AND entry.grantee = 0 ORDER BY 1, 2
"""


def _allowed_rights(table: str) -> tuple[str, ...]:
    if table in READ_ONLY:
        return ("SELECT",)
    return ("SELECT", "INSERT") if table in APPEND_ONLY_TABLES else DATA_RIGHTS


def _roles(cursor: Cursor) -> Iterator[str]:
    query = """
        SELECT r.rolname, r.rolsuper, r.rolbypassrls, r.rolcreaterole OR r.rolcreatedb OR r.rolreplication,
               EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid),
               EXISTS (SELECT FROM pg_shdepend d WHERE d.refobjid = r.oid AND d.deptype = 'o'
                       AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))),
               has_schema_privilege(r.rolname, 'public', 'CREATE')
        FROM pg_roles r WHERE r.rolname = ANY(%(roles)s) ORDER BY 1
    """
    faults = (
        "is a superuser",
        "bypasses row-level security",
        "may create roles or databases or replicate",
        "is a member of another role",
        "owns something",
        "may create objects in the schema public",
    )
    found = _rows(cursor, query, {"roles": list(login_roles())})
    for role, *states in found:
        yield from (f"{role}: {fault}." for fault, state in zip(faults, states, strict=True) if state)
    yield from (f"{role}: does not exist." for role in login_roles() if role not in {row[0] for row in found})


def _functions(cursor: Cursor) -> Iterator[str]:
    query = f"""
        SELECT p.proname, has_function_privilege(%(web)s, p.oid, 'EXECUTE'),
               COALESCE(array_to_string(p.proconfig, ','), '') LIKE '%%search_path=%%'
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE {OURS} AND p.prosecdef ORDER BY 1
    """
    for name, is_open, has_path in _rows(cursor, query, {"web": login_roles()[0]}):
        if name not in OWNERS_FUNCTIONS:
            yield f"{name}(): runs with its owner's rights (SECURITY DEFINER)."
        elif is_open or not has_path:
            yield f"{name}(): is open to the web role or has no search path of its own."


def _models() -> Iterator[str]:
    """Each model of a tenant table reads through the guarded manager, also along references."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in PLATFORM_TABLES:
            continue
        if not issubclass(model, TenantModel):
            yield f"{model.__name__}: is neither a TenantModel nor a listed platform table."
        elif not all(
            isinstance(manager, TenantManager)
            for manager in (model._default_manager, model._meta.base_manager)
        ):
            yield f"{model.__name__}: reads through a manager that is no TenantManager."


def _fields(cursor: Cursor) -> Iterator[str]:
    """Each reference between tenant models has its constraint, which Django does not make by itself."""
    query = """
        SELECT k.conrelid::regclass::text, a.attname FROM pg_constraint k
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey)
        WHERE k.contype = 'f' AND cardinality(k.conkey) = 2
    """
    tied = set(_rows(cursor, query))
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            target = field.related_model
            if not (isinstance(target, type) and issubclass(target, TenantModel)):
                continue
            if not isinstance(field, TenantForeignKey):
                yield f"{model.__name__}.{field.name}: is no TenantForeignKey."
            elif (model._meta.db_table, field.column) not in tied:
                yield f"{model.__name__}.{field.name}: has no composite foreign key in the database."
