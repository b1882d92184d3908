import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import tenancy.models
import tenancy.scope
from tenancy.grants import login_roles
from tenancy.operations import TenantTable

# What happened to a tandem is append-only for both login roles. It goes as a whole, with everybody in an archived
# program, in one organisation's scope, and for the worker alone.
FORGET_TANDEM_EVENTS = """
CREATE FUNCTION forget_tandem_events(ended bigint) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH gone AS (
        DELETE FROM programs_tandemevent event
        USING programs_tandem tandem, programs_program program
        WHERE event.organisation_id = NULLIF(current_setting('app.organisation', true), '')::bigint
          AND tandem.organisation_id = event.organisation_id AND tandem.id = event.tandem_id
          AND program.organisation_id = event.organisation_id AND program.id = tandem.program_id
          AND program.id = ended AND program.phase = 'archived'
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$
"""


def make_function(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    worker = editor.quote_name(login_roles()[1])
    editor.execute(FORGET_TANDEM_EVENTS, params=None)
    editor.execute("REVOKE ALL ON FUNCTION forget_tandem_events(bigint) FROM PUBLIC")
    editor.execute(f"GRANT EXECUTE ON FUNCTION forget_tandem_events(bigint) TO {worker}")


def drop_function(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP FUNCTION forget_tandem_events(bigint)")


class Migration(migrations.Migration):
    dependencies = [("programs", "0010_second_lines")]

    operations = [
        migrations.CreateModel(
            name="EndedProgram",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("forgotten_at", models.DateTimeField(blank=True, null=True)),
                ("report", models.JSONField(default=dict)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=tenancy.scope.organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "program",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endings",
                        to="programs.program",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "program"), name="ended_program_once"),
                ],
            },
        ),
        TenantTable("EndedProgram"),
        migrations.RunPython(make_function, drop_function),
    ]
