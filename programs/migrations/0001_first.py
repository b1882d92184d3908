import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Program",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(default=tenancy.models.new_public_id, editable=False, max_length=20),
                ),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("draft", "Entwurf"),
                            ("enrolment", "Anmeldung"),
                            ("matching", "Matching"),
                            ("running", "Läuft"),
                            ("closing", "Abschluss"),
                            ("archived", "Archiv"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("setup_step", models.CharField(default="goal", max_length=10)),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="Beginn")),
                ("enrolment_until", models.DateField(blank=True, null=True, verbose_name="Anmeldung bis")),
                (
                    "session_count",
                    models.PositiveSmallIntegerField(default=6, verbose_name="Zahl der Sitzungen"),
                ),
                (
                    "session_minutes",
                    models.PositiveSmallIntegerField(default=45, verbose_name="Dauer einer Sitzung"),
                ),
                ("months", models.PositiveSmallIntegerField(default=6, verbose_name="Dauer in Monaten")),
                (
                    "measure",
                    models.CharField(
                        choices=[("level", "Karrierestufe"), ("experience", "Berufsjahre")],
                        default="experience",
                        max_length=10,
                    ),
                ),
                ("minimum_distance", models.PositiveSmallIntegerField(default=3)),
                ("reporting_depth", models.PositiveSmallIntegerField(default=3)),
                ("weights", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contact",
                    tenancy.models.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
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
            ],
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(default=tenancy.models.new_public_id, editable=False, max_length=20),
                ),
                (
                    "side",
                    models.CharField(choices=[("mentor", "Mentor*in"), ("mentee", "Mentee")], max_length=6),
                ),
                ("capacity", models.PositiveSmallIntegerField(default=1)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("imported", "noch nicht eingeladen"),
                            ("invited", "eingeladen"),
                            ("joined", "dabei"),
                            ("paused", "pausiert"),
                            ("left", "ausgestiegen"),
                        ],
                        default="imported",
                        max_length=8,
                    ),
                ),
                ("quiet", models.BooleanField(default=False)),
                ("invited_at", models.DateTimeField(blank=True, null=True)),
                ("joined_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, help_text="When the questions were completed.", null=True
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), blank=True, default=list, size=None
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("both", "beides geht"), ("online", "per Video"), ("onsite", "vor Ort")],
                        default="both",
                        max_length=6,
                    ),
                ),
                (
                    "role_word",
                    models.CharField(
                        choices=[("female", "Mentorin"), ("male", "Mentor"), ("neutral", "Mentoring-Person")],
                        default="neutral",
                        max_length=8,
                    ),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "membership",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="accounts.membership",
                    ),
                ),
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
                        related_name="participants",
                        to="programs.program",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("digital", "Digitale Fähigkeiten"),
                            ("culture", "Kulturwandel"),
                            ("hierarchy", "Hierarchien abbauen"),
                            ("own", "Eigenes Ziel"),
                        ],
                        max_length=10,
                    ),
                ),
                ("statement", models.CharField(max_length=300, verbose_name="Ziel in einem Satz")),
                (
                    "indicator",
                    models.CharField(blank=True, max_length=300, verbose_name="Woran wir es merken"),
                ),
                ("baseline", models.CharField(blank=True, max_length=200, verbose_name="Stand heute")),
                ("target", models.CharField(blank=True, max_length=200, verbose_name="Stand am Ende")),
                (
                    "sponsor",
                    models.CharField(blank=True, max_length=160, verbose_name="Wer im Haus dafür einsteht"),
                ),
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
                        related_name="goals",
                        to="programs.program",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProgramInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "invitation",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.invitation",
                    ),
                ),
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
                    "participant",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="programs.participant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProgramLead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "membership",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="led_programs",
                        to="accounts.membership",
                    ),
                ),
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
                        related_name="leads",
                        to="programs.program",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RosterImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(default=tenancy.models.new_public_id, editable=False, max_length=20),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("columns", models.JSONField(default=dict)),
                ("uploaded_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("result", models.JSONField(default=dict)),
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
                        related_name="imports",
                        to="programs.program",
                    ),
                ),
                (
                    "uploaded_by",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Skill",
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
            ],
        ),
        migrations.CreateModel(
            name="ParticipantSkill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weight", models.PositiveSmallIntegerField(default=3)),
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
                    "participant",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skills",
                        to="programs.participant",
                    ),
                ),
                (
                    "skill",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.skill",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tandem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(default=tenancy.models.new_public_id, editable=False, max_length=20),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked_mentor", "angefragt"),
                            ("asked_mentee", "angefragt"),
                            ("declined", "angefragt"),
                            ("not_formed", "nicht zustande gekommen"),
                            ("active", "läuft"),
                            ("paused", "pausiert"),
                            ("ended", "beendet"),
                        ],
                        default="asked_mentor",
                        max_length=12,
                    ),
                ),
                ("reasons", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("answer_until", models.DateTimeField()),
                ("mentor_accepted_at", models.DateTimeField(blank=True, null=True)),
                ("mentee_accepted_at", models.DateTimeField(blank=True, null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mentee",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tandems_as_mentee",
                        to="programs.participant",
                    ),
                ),
                (
                    "mentor",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tandems_as_mentor",
                        to="programs.participant",
                    ),
                ),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tandems",
                        to="programs.program",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TandemEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("before", models.CharField(blank=True, max_length=12)),
                ("after", models.CharField(max_length=12)),
                (
                    "by",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
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
                    "tandem",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="programs.tandem",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="WeeklyTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(help_text="0 is Monday")),
                ("starts", models.PositiveSmallIntegerField(help_text="Minutes after local midnight")),
                ("ends", models.PositiveSmallIntegerField(help_text="Minutes after local midnight")),
                (
                    "membership",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weekly_times",
                        to="accounts.membership",
                    ),
                ),
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
            ],
            options={
                "ordering": ["weekday", "starts"],
            },
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.UniqueConstraint(
                fields=("organisation", "public_id"), name="program_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("session_count__range", (1, 24))), name="program_session_count"
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("session_minutes__range", (15, 120))), name="program_session_minutes"
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__range", (1, 24))), name="program_months"
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                fields=("organisation", "public_id"), name="participant_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                fields=("organisation", "program", "membership"), name="participant_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__range", (1, 3))), name="participant_capacity"
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.UniqueConstraint(
                fields=("organisation", "program"), name="goal_one_per_program"
            ),
        ),
        migrations.AddConstraint(
            model_name="programinvitation",
            constraint=models.UniqueConstraint(
                fields=("organisation", "invitation"), name="program_invitation_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="programlead",
            constraint=models.UniqueConstraint(
                fields=("organisation", "program", "membership"), name="program_lead_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterimport",
            constraint=models.UniqueConstraint(
                fields=("organisation", "public_id"), name="roster_import_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="skill",
            constraint=models.UniqueConstraint(fields=("organisation", "name_norm"), name="skill_name"),
        ),
        migrations.AddConstraint(
            model_name="participantskill",
            constraint=models.UniqueConstraint(
                fields=("organisation", "participant", "skill"), name="participant_skill_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="participantskill",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__range", (1, 5))), name="participant_skill_weight"
            ),
        ),
        migrations.AddConstraint(
            model_name="tandem",
            constraint=models.UniqueConstraint(fields=("organisation", "public_id"), name="tandem_public_id"),
        ),
        migrations.AddConstraint(
            model_name="tandem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["not_formed", "ended"]), _negated=True),
                fields=("organisation", "mentor", "mentee"),
                name="tandem_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklytime",
            constraint=models.UniqueConstraint(
                fields=("organisation", "membership", "weekday", "starts"), name="weekly_time_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklytime",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends__lte", 1440), ("starts__lt", models.F("ends")), ("weekday__lte", 6)
                ),
                name="weekly_time_order",
            ),
        ),
        TenantTable("Program"),
        TenantTable("ProgramLead"),
        TenantTable("Goal"),
        TenantTable("Skill"),
        TenantTable("Participant"),
        TenantTable("ParticipantSkill"),
        TenantTable("WeeklyTime"),
        TenantTable("Tandem"),
        TenantTable("TandemEvent", append_only=True),
        TenantTable("RosterImport"),
        TenantTable("ProgramInvitation"),
    ]
