import pytest
from django.test import Client, override_settings


@override_settings(ALLOWED_HOSTS=["stats.example.com"])
@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_whoever_looks_after_the_process_need_not_know_the_sites_name(
    client: Client, path: str
) -> None:
    response = client.get(path, headers={"host": "127.0.0.1:8000"})
    assert (response.status_code, response.content) == (200, b"ok\n")


@override_settings(ALLOWED_HOSTS=["stats.example.com"])
@pytest.mark.parametrize("path", ["/", "/livez/", "/livezz", "/broadcasts/135/"])
def test_every_other_address_answers_to_the_sites_names_alone(client: Client, path: str) -> None:
    assert client.get(path, headers={"host": "127.0.0.1:8000"}).status_code == 400
