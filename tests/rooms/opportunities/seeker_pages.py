"""Where the pages of seekers are, and what a desk types into their form."""

from renkei.opportunities.models import Seeker

LIST = "/opportunities/seekers/"
NEW = f"{LIST}new/jobs/"
TOKEN = "f" * 32


def page_of(seeker: Seeker, step: str = "") -> str:
    return f"{LIST}{seeker.key}/{step}"


def typed(**more: object) -> dict[str, object]:
    told: dict[str, object] = {
        "name": "試験 花子",
        "email": "hanako@example.org",
        "language": "ja",
        "q_occupations": ["engineer"],
        "q_licences": ["car"],
        "q_years": "6",
        "how_occupation": "absolutely",
        "how_region": "absolutely",
        "how_employment": "no_matter",
        "how_salary": "would_consider",
        "how_remote": "would_consider",
        "weight_pay": "9",
        "weight_rest": "5",
        "birth_year": "1994",
        "sex": "female",
        "home": "東京都",
        "token": TOKEN,
        "register": "1",
    }
    return told | more
