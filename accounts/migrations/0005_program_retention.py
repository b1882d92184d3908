from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import tenancy.clock
from tenancy.grants import login_roles

# The audit trail is append-only for both login roles. Its lines stay when people are forgotten, only their names do not:
# this puts another word in their place, in one organisation's scope, for the worker alone.
FORGET_NAMES = """
CREATE FUNCTION forget_names(names text, instead text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH stripped AS (
        UPDATE accounts_auditevent
        SET by_name = regexp_replace(by_name, names, instead, 'g'),
            about = left(regexp_replace(about, names, instead, 'g'), 200),
            detail = regexp_replace(detail::text, names, instead, 'g')::jsonb
        WHERE organisation_id = NULLIF(current_setting('app.organisation', true), '')::bigint
          AND (by_name ~ names OR about ~ names OR detail::text ~ names)
        RETURNING 1
    )
    SELECT count(*) FROM stripped
$$
"""


def make_forget_names(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    worker = editor.quote_name(login_roles()[1])
    editor.execute(FORGET_NAMES, params=None)
    editor.execute("REVOKE ALL ON FUNCTION forget_names(text, text) FROM PUBLIC")
    editor.execute(f"GRANT EXECUTE ON FUNCTION forget_names(text, text) TO {worker}")


def drop_forget_names(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP FUNCTION forget_names(text, text)")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_appearance")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="program_months",
            field=models.PositiveSmallIntegerField(
                default=12, verbose_name="Frist für Inhalte beendeter Programme"
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="program_months_since",
            field=models.DateTimeField(default=tenancy.clock.now, editable=False),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("program_months__range", (3, 24))),
                name="organisation_program_months",
            ),
        ),
        migrations.RunPython(make_forget_names, drop_forget_names),
    ]
