"""Reports: what was known of a year on a day, kept as it was."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from renkei.core.addresses import address_of_record
from renkei.core.keys import LENGTH, KeyField
from renkei.core.rights import RuledManager
from renkei.core.sides import Side
from renkei.core.writing import is_english
from renkei.programme.states import OUT, REPORT_MOVES, ReportState, Scope


class Report(models.Model):
    """A snapshot: `payload` is canonical JSON, and made again as known on `known_at` it is the
    same, byte for byte. What changed since then stands in the next revision, never in this one."""

    MOVES = REPORT_MOVES

    key = KeyField(primary_key=True)
    scope = models.CharField(max_length=12, choices=Scope)
    about = models.CharField(max_length=8, blank=True)  # "II", "II-3" or an area code
    title_ja = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    fiscal_year = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=400, blank=True)  # why it was made again
    known_at = models.DateTimeField()
    charter_version = models.CharField(max_length=80)
    payload = models.TextField()
    digest = models.CharField(max_length=64)  # SHA-256 of the payload
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    # Both governments answer for it; each agrees for itself.
    side = models.CharField(max_length=10, choices=Side, default=Side.JOINT)
    is_public = models.BooleanField(default=False)
    made_by = models.CharField(max_length=LENGTH)
    made_at = models.DateTimeField(auto_now_add=True)
    prefecture_by = models.CharField(max_length=LENGTH, blank=True)
    prefecture_at = models.DateTimeField(null=True, blank=True)
    city_by = models.CharField(max_length=LENGTH, blank=True)
    city_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = RuledManager()

    class Meta:
        ordering = ["-fiscal_year", "scope", "about", "-revision"]
        constraints = [
            UniqueConstraint(
                fields=["scope", "about", "fiscal_year", "revision"], name="report_revision_once"
            ),
            UniqueConstraint(
                fields=["scope", "about", "fiscal_year"],
                condition=Q(state=ReportState.PUBLISHED),
                name="report_one_published",
            ),
            CheckConstraint(
                condition=Q(scope=Scope.PROGRAMME, about="")
                | ~Q(scope=Scope.PROGRAMME) & ~Q(about=""),
                name="report_says_about_what",
            ),
            CheckConstraint(
                condition=Q(revision=1, reason="") | Q(revision__gt=1) & ~Q(reason=""),
                name="report_revised_with_a_reason",
            ),
            *(
                CheckConstraint(
                    condition=Q(**{f"{side}_by": "", f"{side}_at": None})
                    | ~Q(**{f"{side}_by": ""}) & Q(**{f"{side}_at__isnull": False}),
                    name=f"report_agreed_by_{side}",
                )
                for side in (Side.PREFECTURE.value, Side.CITY.value)
            ),
            CheckConstraint(
                condition=Q(
                    state__in=OUT,
                    is_public=True,
                    published_at__isnull=False,
                    prefecture_at__isnull=False,
                    city_at__isnull=False,
                )
                | ~Q(state__in=OUT) & Q(is_public=False, published_at=None),
                name="report_published_by_both",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of_record("programme:report", self.key)

    @property
    def title(self) -> str:
        return self.title_en if is_english() else self.title_ja

    def is_agreed_by(self, side: str) -> bool:
        return bool(getattr(self, f"{side}_at"))
