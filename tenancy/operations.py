"""Migration operations that put a tenant table behind its guards."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tenancy.grants import login_roles
from tenancy.models import TenantForeignKey

#: The one condition under which a tenant row exists. NULLIF: after a transaction the setting is '', not NULL.
IN_SCOPE = "(organisation_id = NULLIF(current_setting('app.organisation', true), '')::bigint)"
#: The worker's sweeps across organisations; the policy is granted to the worker's role alone.
IN_SYSTEM = "(current_setting('app.system', true) = 'on')"
#: A signed-in person's own memberships, for the switcher and the way in after sign-in.
IN_PERSON = "(user_id = NULLIF(current_setting('app.person', true), '')::bigint)"


class TenantTable(Operation):
    """Force row-level security on a model's table, and make its references composite.

    Put one after each CreateModel. ``append_only`` withholds UPDATE and DELETE from both login roles.
    ``own_rows`` adds the policy by which a person sees the rows that carry their user key.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, *, append_only: bool = False, own_rows: bool = False) -> None:
        self.model = model
        self.append_only = append_only
        self.own_rows = own_rows

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in Django's picture of the model."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        for statement in self._statements(model, schema_editor.quote_name):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Nothing to undo: the guards go with their table."""

    def describe(self) -> str:
        return f"Guard the tenant table of {self.model}"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        options = {"append_only": self.append_only, "own_rows": self.own_rows}
        return type(self).__name__, [self.model], {name: True for name, on in options.items() if on}

    def _statements(self, model: type[models.Model], quote: Any) -> Iterator[str]:
        table = model._meta.db_table
        web, worker = (quote(role) for role in login_roles())
        yield f"ALTER TABLE {quote(table)} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {quote(table)} FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY tenant ON {quote(table)} USING {IN_SCOPE} WITH CHECK {IN_SCOPE}"
        yield f"CREATE POLICY system ON {quote(table)} TO {worker} USING {IN_SYSTEM} WITH CHECK {IN_SYSTEM}"
        if self.own_rows:
            yield f"CREATE POLICY own_rows ON {quote(table)} FOR SELECT USING {IN_PERSON}"
        rights = "SELECT, INSERT" if self.append_only else "SELECT, INSERT, UPDATE, DELETE"
        yield f"GRANT {rights} ON {quote(table)} TO {web}, {worker}"
        yield f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(f'{table}_tenant_key')} UNIQUE (organisation_id, id)"
        for field in model._meta.local_fields:
            if isinstance(field, TenantForeignKey):
                yield from composite_reference(model, field, quote)


class TenantReference(Operation):
    """Make the composite constraint and index of a TenantForeignKey that was added to an existing table."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, field: str) -> None:
        self.model = model
        self.field = field

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in Django's picture of the model."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        for statement in composite_reference(
            model, model._meta.get_field(self.field), schema_editor.quote_name
        ):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Nothing to undo: constraint and index go with their column."""

    def describe(self) -> str:
        return f"Keep {self.model}.{self.field} inside one organisation"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model, self.field], {}


def composite_reference(model: type[models.Model], field: Any, quote: Any) -> Iterator[str]:
    """Yield the SQL that ties ``field`` to a row of the same organisation, and its index."""
    table, column = model._meta.db_table, field.column
    target = field.remote_field.model._meta.db_table
    yield (
        f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(f'{table}_{column}_tenant_fk')}"
        f" FOREIGN KEY (organisation_id, {quote(column)}) REFERENCES {quote(target)} (organisation_id, id)"
        " DEFERRABLE INITIALLY DEFERRED"
    )
    yield f"CREATE INDEX {quote(f'{table}_{column}_tenant')} ON {quote(table)} (organisation_id, {quote(column)})"
