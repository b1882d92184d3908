from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="state",
            field=models.CharField(
                choices=[
                    ("DE", "nur bundesweite Feiertage"),
                    ("DE-BW", "Baden-Württemberg"),
                    ("DE-BY", "Bayern"),
                    ("DE-BE", "Berlin"),
                    ("DE-BB", "Brandenburg"),
                    ("DE-HB", "Bremen"),
                    ("DE-HH", "Hamburg"),
                    ("DE-HE", "Hessen"),
                    ("DE-MV", "Mecklenburg-Vorpommern"),
                    ("DE-NI", "Niedersachsen"),
                    ("DE-NW", "Nordrhein-Westfalen"),
                    ("DE-RP", "Rheinland-Pfalz"),
                    ("DE-SL", "Saarland"),
                    ("DE-SN", "Sachsen"),
                    ("DE-ST", "Sachsen-Anhalt"),
                    ("DE-SH", "Schleswig-Holstein"),
                    ("DE-TH", "Thüringen"),
                    ("none", "keine Feiertage"),
                ],
                default="DE",
                max_length=6,
                verbose_name="Feiertage",
            ),
        ),
    ]
