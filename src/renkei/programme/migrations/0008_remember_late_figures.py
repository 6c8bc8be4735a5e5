from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0007_keep_reconciliations"),
    ]

    operations = [
        migrations.AddField(
            model_name="measurement",
            name="late_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("late_since", None), ("locked_at__isnull", False), _connector="OR"
                ),
                name="measurement_late_when_locked",
            ),
        ),
    ]
