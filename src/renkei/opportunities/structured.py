"""A vacancy as search engines read it: JobPosting of schema.org, as JSON in a page.

Only of vacancies, and only while somebody can still get them; the properties are those that
Google asks for, and such of the others as are known.
"""

import json
from datetime import date
from typing import Any

from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from renkei.opportunities.models import Posting

EMPLOYMENT = {
    "regular": "FULL_TIME",
    "short_regular": "PART_TIME",
    "contract": "TEMPORARY",
    "part_time": "PART_TIME",
}
# What would end the element, or begin another, is written as JSON allows.
ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
COUNTRY = "JP"


def is_vacancy(posting: Posting, on: date) -> bool:
    is_there = posting.is_public and posting.is_open and posting.valid_until >= on
    return posting.asked_by.posting.pay is not None and is_there


def job_posting(posting: Posting, *, since: date, address: str, place: str) -> dict[str, Any]:
    """`since` is the day on which it was first published, `place` the municipality's name."""
    answers = posting.answers
    told = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": posting.title,
        "description": linebreaks(str(answers.get("duties") or posting.title), autoescape=True),
        "identifier": {
            "@type": "PropertyValue",
            "name": posting.organisation.name,
            "value": posting.key,
        },
        "datePosted": since.isoformat(),
        "validThrough": f"{posting.valid_until.isoformat()}T23:59:59+09:00",
        "employmentType": EMPLOYMENT.get(str(answers.get("employment")), "OTHER"),
        "hiringOrganization": _organisation(posting),
        "jobLocation": {"@type": "Place", "address": _postal(place)},
        "totalJobOpenings": posting.places_left,
        "directApply": False,
        "url": address,
    }
    return told | _pay(posting) | _from_home(posting)


def as_script(told: dict[str, Any]) -> SafeString:
    """As it may stand inside an element."""
    text = json.dumps(told, ensure_ascii=False).translate(ESCAPED)
    return mark_safe(text)  # noqa: S308 - nothing in it can end the element


def _organisation(posting: Posting) -> dict[str, str]:
    organisation = posting.organisation
    told = {"@type": "Organization", "name": organisation.name}
    return told | ({"sameAs": organisation.website} if organisation.website else {})


def _postal(place: str) -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "addressLocality": place,
        "addressRegion": "北海道",
        "addressCountry": COUNTRY,
    }


def _pay(posting: Posting) -> dict[str, Any]:
    pay = posting.asked_by.posting.pay
    low = posting.answers.get(pay.lowest) if pay else None
    if pay is None or not isinstance(low, int):
        return {}
    high = posting.answers.get(pay.highest) if pay.highest else None
    span = {"minValue": low, "maxValue": high} if isinstance(high, int) else {"value": low}
    value = {"@type": "QuantitativeValue", **span, "unitText": pay.per.upper()}
    return {"baseSalary": {"@type": "MonetaryAmount", "currency": "JPY", "value": value}}


def _from_home(posting: Posting) -> dict[str, Any]:
    if posting.answers.get("remote") != "full":
        return {}
    return {
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": {"@type": "Country", "name": COUNTRY},
    }
