import pytest

from renkei.charter.text import Text


@pytest.mark.parametrize(("ja", "en", "language"), [(" ", "yes", "ja"), ("はい", "\n", "en")])
def test_text_with_an_empty_language_is_refused(ja, en, language):
    with pytest.raises(ValueError, match=f"the text in “{language}” is empty"):
        Text(ja, en)


@pytest.mark.parametrize(
    ("language", "text"), [("ja", "はい"), ("en", "yes"), ("en-gb", "yes"), ("fr", "はい")]
)
def test_text_in_a_language_falls_back_to_japanese(language, text):
    assert Text("はい", "yes").in_language(language) == text
