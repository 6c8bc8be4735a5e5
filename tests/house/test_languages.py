"""Every text is there in Japanese and in English."""

from tools.messages import problems


def test_texts_are_complete_in_english() -> None:
    assert problems() == []
