from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone

import renkei.core.keys


def mark_remote(apps: Any, _schema_editor: object) -> None:
    """What is published already says from where somebody works."""
    postings = apps.get_model("opportunities", "Posting").objects.all()
    for how in ("some", "full"):
        postings.filter(answers__remote=how).update(is_remote=True)


def announce_what_is_there(apps: Any, _schema_editor: object) -> None:
    """Nobody is told of what was there before anybody could ask to be told."""
    there = apps.get_model("opportunities", "Posting").objects.filter(is_public=True)
    announcement = apps.get_model("opportunities", "Announcement")
    keys = list(there.values_list("pk", flat=True))
    if keys:
        night = apps.get_model("opportunities", "Night").objects.create(on=timezone.localdate())
        announcement.objects.bulk_create(
            (announcement(posting_id=key, night=night) for key in keys), batch_size=500
        )


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0002_rounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="posting",
            name="is_remote",
            field=models.BooleanField(default=False),
        ),
        migrations.RemoveIndex(
            model_name="posting",
            name="posting_by_region",
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                condition=Q(("is_public", True)),
                fields=["region", "-key"],
                name="posting_public_in_region",
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                condition=Q(("is_public", True)),
                fields=["place", "-key"],
                name="posting_public_in_place",
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                condition=Q(("is_public", True), ("is_remote", True)),
                fields=["-key"],
                name="posting_public_remote",
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                condition=Q(("is_public", True)),
                fields=["region", "place"],
                name="posting_by_place",
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                condition=Q(("is_public", True)),
                fields=["market", "region", "place"],
                name="posting_of_a_market_by_place",
            ),
        ),
        migrations.CreateModel(
            name="Night",
            fields=[("on", models.DateField(primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "posting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="announcement",
                        serialize=False,
                        to="opportunities.posting",
                    ),
                ),
                (
                    "night",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="opportunities.night",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "key",
                    renkei.core.keys.KeyField(
                        default=renkei.core.keys.new_key,
                        editable=False,
                        max_length=26,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(default="ja", max_length=2)),
                (
                    "how_often",
                    models.CharField(
                        choices=[("daily", "毎日"), ("weekly", "週に1回")],
                        default="daily",
                        max_length=6,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=100)),
                ("market", models.CharField(blank=True, max_length=20)),
                ("region", models.CharField(blank=True, max_length=6)),
                ("place", models.CharField(blank=True, max_length=6)),
                ("is_beyond", models.BooleanField(default=False)),
                ("is_remote", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("confirmed_on", models.DateField(blank=True, null=True)),
                ("used_on", models.DateField(blank=True, null=True)),
                ("told_until", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["key"],
                "indexes": [
                    models.Index(fields=["told_until"], name="search_to_be_told"),
                    models.Index(fields=["email"], name="search_of_an_address"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("confirmed_on__isnull", False)),
                        fields=(
                            "email",
                            "words",
                            "market",
                            "region",
                            "place",
                            "is_beyond",
                            "is_remote",
                        ),
                        name="search_once_for_an_address",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("confirmed_on", None), ("told_until", None), ("used_on", None)),
                            Q(
                                ("confirmed_on__isnull", False),
                                ("told_until__isnull", False),
                                ("used_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="search_told_once_confirmed",
                    ),
                ],
            },
        ),
        migrations.RunPython(mark_remote, migrations.RunPython.noop),
        migrations.RunPython(announce_what_is_there, migrations.RunPython.noop),
    ]
