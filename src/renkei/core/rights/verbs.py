"""What one may do with a record: eleven verbs for every room, and no more."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    """`find` shows that a record exists and what it is called; `read` shows what it says."""

    FIND = "find", _("見つける")
    READ = "read", _("読む")
    WRITE = "write", _("書く")
    DECIDE = "decide", _("決める")
    PUBLISH = "publish", _("公表する")
    ASSIGN = "assign", _("割り当てる")
    SHARE = "share", _("渡す")
    EXPORT = "export", _("書き出す")
    OPEN = "open", _("理由を付けて開く")
    ERASE = "erase", _("消す")
    MANAGE = "manage", _("管理する")
