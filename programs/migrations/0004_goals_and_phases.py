import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable

PHASES = [
    ("draft", "Entwurf"),
    ("enrolment", "Anmeldung"),
    ("matching", "Matching"),
    ("running", "Läuft"),
    ("closing", "Abschluss"),
    ("archived", "Archiv"),
]
PROMISES = [
    ("voluntary", "Niemand wird verpflichtet, und ein Nein hat für niemanden Folgen."),
    ("independent", "Keine Führungskraft entscheidet mit, wer teilnimmt und wer mit wem."),
    ("confidential", "Was im Tandem gesagt wird, fließt in keine Beurteilung ein."),
    ("council", "Der Betriebsrat oder die Mitarbeitervertretung ist informiert."),
]


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def organisation():
    return models.ForeignKey(
        db_index=False,
        default=tenancy.scope.organisation_id,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="accounts.organisation",
    )


def program(name, on_delete=django.db.models.deletion.PROTECT):
    return tenancy.models.TenantForeignKey(
        db_index=False, on_delete=on_delete, related_name=name, to="programs.program"
    )


def person(**options):
    return tenancy.models.TenantForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="accounts.membership",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0003_protected_yes"),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="late_until",
            field=models.DateField(blank=True, null=True, verbose_name="Nachzügler bis"),
        ),
        migrations.CreateModel(
            name="PhaseChange",
            fields=[
                ("id", key()),
                ("at", models.DateTimeField()),
                ("before", models.CharField(blank=True, choices=PHASES, max_length=10)),
                ("after", models.CharField(choices=PHASES, max_length=10)),
                ("by", person(null=True)),
                ("organisation", organisation()),
                ("program", program("phase_changes")),
            ],
            options={"ordering": ["at", "id"]},
        ),
        migrations.CreateModel(
            name="GoalAmendment",
            fields=[
                ("id", key()),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("by", person()),
                ("organisation", organisation()),
                ("program", program("amendments")),
            ],
            options={"ordering": ["-at", "-id"]},
        ),
        migrations.CreateModel(
            name="PromiseGiven",
            fields=[
                ("id", key()),
                ("promise", models.CharField(choices=PROMISES, max_length=12)),
                ("at", models.DateTimeField()),
                ("by", person()),
                ("organisation", organisation()),
                ("program", program("promises", django.db.models.deletion.CASCADE)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "program", "promise"), name="promise_given_once"
                    ),
                ],
            },
        ),
        TenantTable("PhaseChange", append_only=True),
        TenantTable("GoalAmendment", append_only=True),
        TenantTable("PromiseGiven"),
    ]
