from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programs", "0011_ended_programs")]

    operations = []
