"""An empty workbook with the right header, and what each column means."""

from io import BytesIO

from django.utils.translation import gettext as _

from renkei.core.tables.imports.importers import Importer
from renkei.core.writing import language


def empty_workbook(importer: Importer) -> bytes:
    """The first sheet is filled in; the second is only read."""
    import xlsxwriter

    out = BytesIO()
    types = {"text": _("文字列"), "integer": _("整数"), "number": _("数")}
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        as_text = book.add_format({"num_format": "@"})
        data = book.add_worksheet(_("データ"))
        about = book.add_worksheet(_("説明"))
        about.set_column(0, 3, 28)
        heads = (_("列"), _("列の名前（どちらでもよい）"), _("型"), _("記入"))
        for x, head in enumerate(heads):
            about.write_string(0, x, head)
        for n, one in enumerate(importer.columns):
            # Codes and dates are text, or Excel would eat a leading zero.
            data.set_column(n, n, 18, as_text if one.type == "text" else None)
            header = one.column.header(language())
            data.write_string(0, n, header)
            needed = _("空欄にできません") if one.is_key else _("なければ空欄")
            for x, text in enumerate((header, one.column.key, types[one.type], needed)):
                about.write_string(n + 1, x, text)
        data.freeze_panes(1, 0)
    return out.getvalue()
