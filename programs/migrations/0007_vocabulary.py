import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantReference, TenantTable

#: Umlauts count as two letters from now on. Row-level security is lifted for the owner during this one statement.
RENORMALISE = """
ALTER TABLE programs_skill NO FORCE ROW LEVEL SECURITY;
UPDATE programs_skill AS one SET name_norm = spelt.norm
FROM (
    SELECT id, organisation_id,
        left(replace(replace(replace(name_norm, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 160) AS norm
    FROM programs_skill
) AS spelt
WHERE spelt.id = one.id AND spelt.norm <> one.name_norm AND NOT EXISTS (
    SELECT 1 FROM programs_skill AS other
    WHERE other.organisation_id = one.organisation_id AND other.name_norm = spelt.norm
);
ALTER TABLE programs_skill FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_first"),
        ("programs", "0006_imports"),
    ]

    operations = [
        migrations.RunSQL(RENORMALISE, migrations.RunSQL.noop),
        migrations.AddField("skill", "name_en", models.CharField(blank=True, max_length=120)),
        migrations.AddField(
            "skill", "name_en_norm", models.CharField(blank=True, editable=False, max_length=160)
        ),
        migrations.AddField("skill", "is_new", models.BooleanField(default=False)),
        migrations.AddField(
            "skill",
            "merged_into",
            tenancy.models.TenantForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="programs.skill",
            ),
        ),
        TenantReference("Skill", "merged_into"),
        migrations.AlterField(
            "participantskill",
            "skill",
            tenancy.models.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="programs.skill",
            ),
        ),
        migrations.RemoveConstraint("skill", "skill_name"),
        migrations.AddConstraint(
            "skill",
            models.UniqueConstraint(
                condition=models.Q(("merged_into", None)),
                fields=("organisation", "name_norm"),
                name="skill_name",
            ),
        ),
        migrations.AddConstraint(
            "skill",
            models.UniqueConstraint(
                condition=models.Q(("merged_into", None), models.Q(("name_en_norm", ""), _negated=True)),
                fields=("organisation", "name_en_norm"),
                name="skill_name_en",
            ),
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("name_norm", models.CharField(editable=False, max_length=160)),
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
                    "skill",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="synonyms",
                        to="programs.skill",
                    ),
                ),
            ],
            options={
                "ordering": ["name_norm"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "name_norm"), name="synonym_once"),
                ],
            },
        ),
        TenantTable("Synonym"),
    ]
