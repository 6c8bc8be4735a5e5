"""`translate` and `url` as Django has them, for what stays the same: remembered by language.

A list writes the same label in every row, and every page the same navigation. Where a tag depends
on its page, Django's own does the work.
"""

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as any_url
from django.templatetags.i18n import TranslateNode
from django.templatetags.i18n import do_translate as any_translate
from django.urls import NoReverseMatch
from django.utils.translation import get_language

from renkei.core.addresses import address_of_page, address_of_record

register = template.Library()


class SteadyText(template.Node):
    """A text without variables."""

    child_nodelists = ()

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.known: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
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
        if self.key is None:
            return address_of_page(self.name)
        return address_of_record(self.name, self.key.resolve(context))


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


def _is_plain(told: FilterExpression) -> bool:
    """Whether it stands in quotation marks, without a filter."""
    return told.token[:1] in {'"', "'"} and not told.filters
