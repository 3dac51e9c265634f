"""Vietnamese unless English was chosen, whatever the browser says."""

import pytest


@pytest.mark.parametrize(
    ("chosen", "browser", "language"),
    [(None, "en-US,en", "vi"), ("en", "vi", "en"), ("xx", "en", "vi")],
)
def test_the_chosen_language_counts(client, db, chosen, browser, language):
    if chosen:
        client.cookies["django_language"] = chosen

    answer = client.get("/sign-in/", HTTP_ACCEPT_LANGUAGE=browser)

    assert f'<html lang="{language}">' in answer.content.decode()
    assert answer.headers["Content-Language"] == language
