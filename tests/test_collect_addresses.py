"""Addresses that `factmill collect` makes, follows and refuses."""

from __future__ import annotations

import pytest

from pipeline.errors import FetchError
from pipeline.sources.collect.addresses import locate, normalised


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.1.2.3/", "http://192.168.0.1/x",
        "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[fe80::1]/",
        "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
        "http://0.0.0.0/", "http://0177.0.0.1/", "http://2130706433/", "http://224.0.0.1/",
        "http://100.64.0.1/", "http://[fd00::1]/",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match=r"not on the public network|not known"):
        locate(url, allow_private=False)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/a b?x=ü#top", "https://example.org/a%20b?x=%C3%BC"),
        ("HTTP://Example.ORG:80", "http://example.org/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("//other.org/x", "https://other.org/x"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
    ],
)
def test_addresses(link: str, expected: str) -> None:
    assert normalised(link, "https://example.org/feed") == expected


@pytest.mark.parametrize(
    "link",
    [
        "file:///etc/passwd", "ftp://x.org/", "javascript:alert(1)", "data:text/html,x",
        "http://user:pw@x.org/", "http://x.org:22/", "http://", "http://[::1", "http://x.org:99999/",
        "http://a b/", "http://x\r\nHost: y/", "http://x.org/" + "a" * 3_000, "gopher://x/",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(link: str) -> None:
    with pytest.raises(FetchError):
        normalised(link)
