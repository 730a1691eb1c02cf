from django.contrib.staticfiles import finders
from django.test import Client


def test_robots_are_sent_away(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.content == b"User-agent: *\nDisallow: /\n"


def test_the_icon_that_browsers_look_for_is_there(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert finders.find(response["Location"].removeprefix("/static/")) is not None
