"""A text that a person reads, in both languages of the programme."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Japanese first, English complete; neither may be empty."""

    ja: str
    en: str

    def __post_init__(self) -> None:
        for language in ("ja", "en"):
            if not getattr(self, language).strip():
                raise ValueError(f"the text in “{language}” is empty")

    def in_language(self, language: str) -> str:
        """The text in `language` ("ja", "en", "en-gb" ...); Japanese where there is no other."""
        return self.en if language.startswith("en") else self.ja
