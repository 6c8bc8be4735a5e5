"""Load the areas, mergers and sets of areas that come with the product."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from renkei.places.actions import load_reference
from renkei.places.reader import WrongReference


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *_args: object, **_options: object) -> None:
        try:
            loaded = load_reference()
        except WrongReference as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            _(
                "地域 %(areas)d 件、合併など %(successions)d 件、圏域 %(area_sets)d 件"
                "(構成市町村 %(members)d)を読み込み、古い地域 %(removed)d 件を削除しました。"
            )
            % {
                "areas": loaded.areas,
                "successions": loaded.successions,
                "area_sets": loaded.area_sets,
                "members": loaded.members,
                "removed": loaded.areas_removed,
            }
        )
