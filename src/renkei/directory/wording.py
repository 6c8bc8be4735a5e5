"""What pages of the directory call the fields of a record."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ORGANISATION: dict[str, Any] = {
    "name_ja": _("名称"),
    "name_kana": _("名称(かな)"),
    "name_en": _("名称(英語)"),
    "kind": _("種別"),
    "corporate_number": _("法人番号"),
    "industry": _("業種"),
    "industry_edition": _("業種の版"),
    "size": _("従業者数"),
    "place": _("所在地"),
    "address": _("住所"),
    "website": _("ウェブサイト"),
    "is_public": _("公表"),
    "merged_into": _("統合先"),
}
AGREEMENT: dict[str, Any] = {
    "title_ja": _("協定の名称"),
    "title_en": _("協定の名称(英語)"),
    "state": _("状態"),
    "side": _("結ぶ側"),
    "unit": _("担当部署"),
    "signed_on": _("締結日"),
    "valid_to": _("有効期限"),
    "ended_on": _("終了日"),
    "end_reason": _("終了の理由"),
    "is_renewed_automatically": _("自動更新"),
    "remind_days_before": _("期限前の知らせ"),
    "is_public": _("公表"),
}
