"""`translate`, `url`, `static` and `csrf_token` as Django has them, for what stays the same:
remembered.

A list writes the same label in every row, and every page the same navigation. Where a tag depends
on its page, Django's own does the work.

The language is asked for once in each template: no template of ours changes it halfway. The token
of a page is written once in each template of that page, and not beyond it.
"""

from django import template
from django.conf import STATICFILES_STORAGE_ALIAS
from django.core.files.storage import Storage, storages
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode, URLNode
from django.template.defaulttags import url as any_url
from django.templatetags.i18n import TranslateNode
from django.templatetags.i18n import do_translate as any_translate
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from renkei.core.addresses import Where, address_of_page, addresses_of, here

register = template.Library()

WHERE, TOKEN = "steady_where", "steady_token"


class SteadyText(template.Node):
    """A text without variables."""

    child_nodelists = ()

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.known: dict[str, str] = {}

    def render(self, context: Context) -> str:
        language = _where(context).language
        text = self.known.get(language)
        if text is None:
            text = self.known[language] = str(self.node.render(context))
        return text


class SteadyAddress(template.Node):
    """The address of a page that has a name, and at most one key."""

    child_nodelists = ()

    def __init__(self, name: str, key: FilterExpression | None, asvar: str | None) -> None:
        self.name, self.key, self.asvar = name, key, asvar

    def render(self, context: Context) -> str:
        try:
            address = self.address(context)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar is None:
            return address
        context[self.asvar] = address
        return ""

    def address(self, context: Context) -> str:
        where = _where(context)
        if self.key is None:
            return address_of_page(self.name, where)
        return addresses_of(self.name, where)(self.key.resolve(context))


class SteadyStatic(template.Node):
    """The address of a file that has a name; it is that of the storage which knows it."""

    child_nodelists = ()

    def __init__(self, path: str) -> None:
        self.path = path
        self.known: tuple[Storage, str] | None = None

    def render(self, _context: Context) -> str:
        storage = storages[STATICFILES_STORAGE_ALIAS]
        if self.known is None or self.known[0] is not storage:
            self.known = storage, conditional_escape(storage.url(self.path))
        return self.known[1]


class SteadyToken(CsrfTokenNode):
    """A list has a form in every row."""

    child_nodelists = ()

    def render(self, context: Context) -> str:
        written: str | None = context.render_context.get(TOKEN)
        if written is None:
            written = context.render_context[TOKEN] = super().render(context)
        return written


@register.tag("translate")
def translate(parser: Parser, token: Token) -> template.Node:
    node = any_translate(parser, token)
    told = [node.filter_expression, node.message_context]
    if node.asvar or node.noop or not all(one is None or _is_plain(one) for one in told):
        return node
    return SteadyText(node)


@register.tag("url")
def url(parser: Parser, token: Token) -> template.Node:
    node: URLNode = any_url(parser, token)
    if len(node.args) > 1 or node.kwargs or not _is_plain(node.view_name):
        return node
    key = node.args[0] if node.args else None
    return SteadyAddress(str(node.view_name.var), key, node.asvar)


@register.tag("csrf_token")
def csrf_token(_parser: Parser, _token: Token) -> template.Node:
    return SteadyToken()


@register.tag("static")
def static(parser: Parser, token: Token) -> template.Node:
    node: StaticNode = StaticNode.handle_token(parser, token)
    if node.varname or not _is_plain(node.path):
        return node
    return SteadyStatic(str(node.path.var))


def _where(context: Context) -> Where:
    where: Where | None = context.render_context.get(WHERE)
    if where is None:
        where = context.render_context[WHERE] = here()
    return where


def _is_plain(told: FilterExpression) -> bool:
    """Whether it stands in quotation marks, without a filter."""
    return told.token[:1] in {'"', "'"} and not told.filters
