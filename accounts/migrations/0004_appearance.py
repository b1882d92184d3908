from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import tenancy.scope
from tenancy.grants import login_roles
from tenancy.operations import TenantTable

# The audit trail is append-only for both login roles. This is the one way in which lines leave it: by their age, in
# one organisation's scope, for the worker alone, and never in their first year by the database's own clock.
FORGET_AUDIT = """
CREATE FUNCTION forget_audit(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH gone AS (
        DELETE FROM accounts_auditevent
        WHERE organisation_id = NULLIF(current_setting('app.organisation', true), '')::bigint
          AND at < LEAST(before, now() - interval '12 months')
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$
"""


def make_forget_audit(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    worker = editor.quote_name(login_roles()[1])
    editor.execute(FORGET_AUDIT, params=None)
    editor.execute("REVOKE ALL ON FUNCTION forget_audit(timestamptz) FROM PUBLIC")
    editor.execute(f"GRANT EXECUTE ON FUNCTION forget_audit(timestamptz) TO {worker}")


def drop_forget_audit(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP FUNCTION forget_audit(timestamptz)")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_rooms"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="colour",
            field=models.CharField(
                blank=True, help_text="#rrggbb; empty: ours.", max_length=7, verbose_name="Farbe"
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="logo_digest",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="Of the Logo row, for its address.",
                max_length=64,
                verbose_name="Logo",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="gender_form",
            field=models.CharField(
                choices=[
                    ("mixed", "Mentorinnen und Mentoren, kurz Mentor*innen"),
                    ("pair", "Mentorinnen und Mentoren"),
                    ("star", "Mentor*innen"),
                    ("colon", "Mentor:innen"),
                    ("slash", "Mentor/-innen"),
                ],
                default="mixed",
                max_length=5,
                verbose_name="Schreibweise",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="words",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Language → name in accounts.words → word.",
                verbose_name="Eigene Wörter",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="upload_days",
            field=models.PositiveSmallIntegerField(default=30, verbose_name="Frist für Zeilen aus Listen"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="mail_days",
            field=models.PositiveSmallIntegerField(default=90, verbose_name="Frist für Texte von Mails"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="audit_months",
            field=models.PositiveSmallIntegerField(default=24, verbose_name="Frist für das Protokoll"),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("audit_months__range", (12, 60)),
                    ("mail_days__range", (30, 365)),
                    ("upload_days__range", (7, 90)),
                ),
                name="organisation_retention",
            ),
        ),
        migrations.CreateModel(
            name="Logo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=tenancy.scope.organisation_id,
                        editable=False,
                        on_delete=models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organisation",), name="logo_once")],
            },
        ),
        TenantTable("Logo"),
        migrations.RunPython(make_forget_audit, drop_forget_audit),
    ]
