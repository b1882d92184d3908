from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programs", "0010_second_lines")]

    operations = []
