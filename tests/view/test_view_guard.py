"""What the viewer refuses, and the policy that each answer carries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.errors import StoreNotFound
from pipeline.view.app import make_app
from pipeline.view.guard import host_name
from tests.viewclient import TestClient, grain_page


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_answered(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


@pytest.mark.parametrize(
    ("host", "status"),
    [("evil.example", 421), ("localhost.evil.example", 421), ("127.0.0.1.nip.io:8765", 421),
     ("", 421), ("localhost", 200), ("127.0.0.1:8765", 200), ("[::1]:8765", 200)],
)  # fmt: skip
def test_other_host_names_are_refused(client: TestClient, host: str, status: int) -> None:
    assert client.get("/", headers={"Host": host}).status_code == status


def test_other_sites_may_link_but_not_embed(client: TestClient) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.get("/", headers=foreign | {"Sec-Fetch-Mode": "no-cors"}).status_code == 403
    assert client.get("/", headers=foreign | {"Sec-Fetch-Mode": "navigate"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/names", "/nothing", "/article/0", "/static/view.css"])
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_no_page_has_script_or_style_of_its_own(client: TestClient) -> None:
    for html in (client.get("/").text, client.get("/names").text, grain_page(client)):
        assert not re.search(r"<style|\sstyle=|<script(?! src=)", html)


def test_files_outside_are_not_served(client: TestClient) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"):
        assert client.get(path).status_code == 404


def test_host_names_are_read_without_ports() -> None:
    assert [host_name(h) for h in ("[::1]:1", "A.example:80", "a")] == ["::1", "a.example", "a"]


def test_without_a_store_nothing_is_served(tmp_path: Path) -> None:
    with pytest.raises(StoreNotFound):
        make_app(tmp_path / "processed")
