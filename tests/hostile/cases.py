"""A hundred and more hostile inputs: name, bytes, and whether a row or a failure must result."""

from __future__ import annotations

import gzip
import io
import json
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from tests.hostile import archives

PROSE = "The ministry published its yearly budget on Tuesday, and spending rose by four percent. "
ARTICLE = "Budget grows again\n\n" + "\n\n".join([PROSE * 3] * 4)
ROW = "row"
LIMIT = 1_000_000
"""`max_document_bytes` of the test's run."""
MEMBERS = 300
"""`max_archive_members` of the test's run."""


@dataclass(frozen=True)
class Case:
    """``expected`` holds, for each article in the file, "row" or the name of an error."""

    name: str
    data: bytes
    expected: tuple[str, ...]


def case(name: str, data: bytes | str, *expected: str) -> Case:
    raw = data.encode("utf-8", errors="surrogatepass") if isinstance(data, str) else data
    return Case(name, raw, expected)


def cases() -> Iterator[Case]:
    yield from empty_and_binary()
    yield from encodings()
    yield from unicode_tricks()
    yield from long_and_dense_text()
    yield from html_structure()
    yield from html_references()
    yield from records()
    yield from containers()
    yield from archive_cases()


def empty_and_binary() -> Iterator[Case]:
    yield case("empty.txt", b"", "EmptySource")
    yield case("spaces.txt", b" \t\r\n " * 50, "EmptySource")
    yield case("bom-only.txt", b"\xef\xbb\xbf", "EmptySource")
    yield case("invisible.txt", "\u200b\u200b\ufeff\u2060", "EmptySource")
    yield case("nbsp.txt", "\u00a0" * 300, "EmptySource")
    yield case("nul.txt", b"\0" * 2000, "EmptySource")
    yield case("nul-inside.txt", PROSE.encode() + b"\0" + PROSE.encode(), "UnsupportedFormat")
    yield case("all-bytes.txt", bytes(range(256)) * 8, "UnsupportedFormat")
    yield case("controls.txt", b"\x01\x02\x03\x04" * 100 + PROSE.encode(), "UnsupportedFormat")
    for name, magic in {
        "pdf": b"%PDF-1.7\n%\xe2\xe3", "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0",
        "gif": b"GIF89a", "elf": b"\x7fELF\x02", "ole": b"\xd0\xcf\x11\xe0\xa1", "rtf": b"{\\rtf1",
        "sqlite": b"SQLite format 3\0",
    }.items():  # fmt: skip
        yield case(f"{name}-named-text.txt", magic + PROSE.encode(), "UnsupportedFormat")
    yield case("html-named-png.png", "<html><body><p>" + PROSE * 4 + "</p>", ROW)


def encodings() -> Iterator[Case]:
    yield case("utf16.txt", ARTICLE.encode("utf-16"), ROW)
    yield case("utf16-odd.txt", ARTICLE.encode("utf-16") + b"x", "UndecodableText")
    yield case("utf32.txt", ARTICLE.encode("utf-32"), ROW)
    yield case("cp1252.txt", (ARTICLE + "“naïve” — café").encode("cp1252"), ROW)
    yield case(
        "truncated-utf8.txt", ("Größe und Übermut. " * 20).encode() + b"\xc3", "UndecodableText"
    )
    yield case("overlong.txt", ("Größe. " * 20).encode() + b"\xc0\xaf", "UndecodableText")
    yield case(
        "cesu.txt", ("Größe. " * 20).encode() + b"\xed\xa0\xbd\xed\xb8\x80", "UndecodableText"
    )
    yield case("wrong-charset.html", f'<meta charset="utf-16"><p>{PROSE * 4}</p>', ROW)
    yield case("unknown-charset.html", f'<meta charset="x-no-such"><p>{PROSE * 4}</p>', ROW)
    yield case("codec-tricks.html", f'<meta charset="zlib_codec"><p>{PROSE * 4}</p>', ROW)
    yield case("idna.html", b'<meta charset="idna"><p>' + PROSE.encode() * 4 + b"\xff</p>", ROW)
    yield case("many-charsets.html", '<meta charset="latin1">' * 500 + f"<p>{PROSE * 4}</p>", ROW)


def unicode_tricks() -> Iterator[Case]:
    yield case("rtl-override.txt", ARTICLE + "\n\n\u202etxt.exe\u202c " + PROSE, ROW)
    yield case("zero-width.txt", "\u200b".join(ARTICLE), ROW)
    yield case("combining.txt", ARTICLE + "\n\n" + "e" + "\u0301" * 5000, ROW)
    yield case("zalgo.txt", "".join(c + "\u0300\u0316\u0489" for c in ARTICLE), ROW)
    yield case("emoji.txt", ARTICLE + "👩‍👩‍👧‍👦" * 200, ROW)
    yield case("noncharacters.txt", ARTICLE + "\ufffe\uffff\U0001ffff", ROW)
    yield case("private-use.txt", ARTICLE + "\ue000" * 100, ROW)
    yield case("line-separators.txt", ARTICLE.replace("\n\n", "\u2028\u2029\x85"), ROW)
    yield case("carriage.txt", ARTICLE.replace("\n", "\r"), ROW)
    yield case("form-feed.txt", ARTICLE.replace("\n\n", "\n\f\v\n"), ROW)
    yield case("fullwidth.txt", "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c
                                        for c in ARTICLE), ROW)  # fmt: skip
    yield case(
        "digits-of-the-world.txt", ARTICLE + " ١٢٣ १२३ ៣៤៥ ①②③ ⅣⅥ ½ ²³ $٥٠٠ ٥٠٠ dollars", ROW
    )
    yield case("turkish-i.txt", ARTICLE + " İstanbul ISPARTA ıssız İİİ " * 50, ROW)
    yield case("sharp-s.txt", ARTICLE + " STRAẞE ﬁnance ﬃ Ǆ " * 50, ROW)
    yield case("mojibake.txt", (ARTICLE + " Â£5 billion â€œquotedâ€\x9d").encode(), ROW)


def long_and_dense_text() -> Iterator[Case]:
    yield case("too-big.txt", b"x" * (LIMIT + 1), "SourceTooLarge")
    yield case("one-line.txt", PROSE * 3000, ROW)
    yield case("no-space.txt", "a" * 300_000, ROW)
    yield case("only-newlines-between.txt", ARTICLE.replace("\n\n", "\n" * 5000), ROW)
    yield case("many-lines.txt", "word\n" * 30_000, ROW)
    yield case("one-word-a-line.txt", PROSE.replace(" ", "\n") * 300, ROW)
    yield case("digits.txt", "1" * 100_000, ROW)
    yield case("dashed-digits.txt", "12-" * 30_000, ROW)
    yield case("dates.txt", "12/11/10/09 " * 8_000, ROW)
    yield case("months.txt", "May March August second " * 4_000, ROW)
    yield case("dollars.txt", "$" * 100_000, ROW)
    yield case("money.txt", "$1-2-3 million billion " * 4_000, ROW)
    yield case("million-million.txt", "million " * 12_000 + "dollars", ROW)
    yield case("commas.txt", "1,000," * 15_000 + "000 dollars", ROW)
    yield case("number-words.txt", "one hundred and " * 6_000 + "one dollars", ROW)
    yield case("brackets.txt", "(" * 50_000 + ")" * 50_000, ROW)
    yield case("quotes.txt", "“" * 50_000, ROW)
    yield case("capitals.txt", "THE BANK OF NEW YORK " * 4_000, ROW)
    yield case("dots.txt", "U.S." * 20_000, ROW)
    yield case("urls.txt", "https://example.com/2024/01/02/" * 3_000, ROW)
    yield case("cookies.txt", "We use cookies. Accept. " * 4_000, ROW)
    yield case("huge-amount.txt", ARTICLE + f" It cost ${'9' * 60} trillion.", ROW)
    yield case(
        "huge-year.txt", ARTICLE + " in 99999999999999 and on 30 February 2023 and 0/0/0000", ROW
    )
    yield case("huge-duration.txt", ARTICLE + f" for {'9' * 30} years, {'9' * 30} weeks ago", ROW)
    yield case("tiny.txt", "x", ROW)
    yield case("one-quote.txt", "“", ROW)


def html_structure() -> Iterator[Case]:
    body = f"<article><h1>Budget grows</h1><p>{PROSE * 3}</p><p>{PROSE * 3}</p></article>"
    # libxml2 refuses it as a whole: better a failure that says so than a stack that overflows.
    yield case("deep-div.html", "<div>" * 10_000 + body + "</div>" * 10_000, "CleaningError")
    # libxml2 drops what lies deeper than it goes.
    yield case("deep-inline.html", "<html><p>" + "<b>" * 10_000 + PROSE * 3 + "</b>" * 10_000, "CleaningError")  # fmt: skip
    yield case("unclosed.html", "<html><body>" + "<p><div><table>" * 300 + PROSE * 5, "CleaningError")  # fmt: skip
    yield case("deep-table.html", "<html>" + "<table><tr><td>" * 2_000 + body, "CleaningError")
    yield case("wide-table.html",
               "<html><table>" + ("<tr>" + "<td>1</td>" * 20 + "</tr>") * 300 + "</table>" + body, ROW)  # fmt: skip
    yield case("attributes.html", "<html><p " + " ".join(f"a{i}=1" for i in range(20_000)) + ">" + body, ROW)  # fmt: skip
    yield case("long-attribute.html", f'<html><p title="{"x" * 400_000}">' + body, ROW)
    yield case("comment-bomb.html", "<html><!--" + "-" * 200_000 + "-->" + body, ROW)
    yield case("open-comment.html", "<html>" + body + "<!-- never closed " + "x" * 1000, ROW)
    yield case("conditional.html", "<html><!--[if IE]><p>IE</p><![endif]-->" + body, ROW)
    yield case("cdata.html", "<html><![CDATA[ <p>x</p> ]]>" + body, ROW)
    yield case("entities.html", "<html><p>" + "&amp;&lt;&#0;&#xD800;&#1114112;&nosuch;" * 2_000 + body, ROW)  # fmt: skip
    yield case("entity-bomb.html",
               '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
               '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]><html><p>&c;&c;&c;</p>' + body, ROW)  # fmt: skip
    yield case("xhtml-entity.html",
               '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
               f"<html><body><p>&x;</p>{body}</body></html>", ROW)  # fmt: skip
    yield case("nul-html.html", b"<html>" + body.encode() + b"\0", "UnsupportedFormat")
    yield case("framesets.html", "<html><frameset><frame src=x></frameset>" + body, ROW)
    yield case("plaintext-tag.html", "<html>" + body + "<plaintext>rest", ROW)
    yield case("script-only.html", "<html><script>" + "var x=1;" * 5_000 + "</script></html>", "CleaningError")  # fmt: skip
    yield case("style-only.html", "<html><style>" + "p{}" * 5_000 + "</style></html>", "CleaningError")  # fmt: skip
    yield case("no-text.html", "<html><body><img src=x><br><hr></body></html>", "CleaningError")
    yield case("template.html", "<html><template>" + body + "</template>" + body, ROW)
    yield case(
        "svg-math.html", "<html><svg><text>x</text></svg><math><mi>y</mi></math>" + body, ROW
    )
    yield case("many-small.html", "<html>" + "<p>a</p>" * 20_000, ROW)
    yield case("json-ld-broken.html", '<html><script type="application/ld+json">{"@type":</script>' + body, ROW)  # fmt: skip
    yield case("json-ld-deep.html",
               '<html><script type="application/ld+json">' + '{"a":' * 5_000 + "1" + "}" * 5_000
               + "</script>" + body, ROW)  # fmt: skip
    yield case(
        "meta-bomb.html", "<html>" + '<meta name="author" content="A B">' * 5_000 + body, ROW
    )
    yield case("base64.html", '<html><img src="data:image/png;base64,' + "A" * 500_000 + '">' + body, ROW)  # fmt: skip


def html_references() -> Iterator[Case]:
    """Nothing that a page names is fetched or opened."""
    body = f"<p>{PROSE * 3}</p><p>{PROSE * 3}</p>"
    for name, markup in {
        "file": '<img src="file:///etc/passwd"><iframe src="file:///etc/passwd"></iframe>',
        "http": '<link rel=stylesheet href="http://127.0.0.1:9/x"><script src="//127.0.0.1:9/y">'
        "</script>",
        "base": '<base href="file:///etc/">',
        "refresh": '<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/">',
        "canonical": '<link rel=canonical href="../../../../etc/passwd">',
        "og": '<meta property="og:url" content="javascript:alert(1)">',
        "onerror": "<img src=x onerror=alert(1)><svg onload=alert(1)>",
        "date": '<meta property="article:published_time" content="9999-99-99T99:99:99Z">',
        "title": f"<title>{'<script>alert(1)</script>' * 200}</title>",
    }.items():
        end = "CleaningError" if name == "onerror" else ROW  # the parser takes all for the picture
        yield case(f"reference-{name}.html", f"<html><head>{markup}</head><body>{body}", end)


def records() -> Iterator[Case]:
    good = json.dumps({"id": "good", "text": ARTICLE})
    yield case("mixed.jsonl", good + "\n{oops\n", ROW, "MalformedRecord")
    yield case("array.jsonl", "[" * 50_000, "MalformedRecord")
    yield case("deep.jsonl", '{"text": ' + "[" * 50_000 + "]" * 50_000 + "}", "MalformedRecord")
    yield case("many-keys.jsonl",
               json.dumps({"text": ARTICLE, **{f"k{i}": i for i in range(50_000)}}), ROW)  # fmt: skip
    yield case("number-bomb.jsonl", '{"text": "x", "id": ' + "9" * 5_000 + "}", "MalformedRecord")
    yield case("surrogate.jsonl", '{"text": "\\ud83d lone"}', "MalformedRecord")
    yield case("surrogate-pair.jsonl", '{"text": "\\ud83d\\ude00 ' + PROSE + '"}', ROW)
    yield case("null-text.jsonl", '{"text": null}', "MalformedRecord")
    yield case("list-text.jsonl", '{"text": ["a"]}', "MalformedRecord")
    yield case("blank-text.jsonl", '{"text": "  "}', "EmptySource")
    yield case("nul-text.jsonl", json.dumps({"text": ARTICLE + "\0end"}), ROW)
    yield case("nan.jsonl", '{"text": "' + PROSE + '", "score": NaN}', ROW)
    yield case("same-id.jsonl", good + "\n" + good, ROW, "MalformedRecord")
    yield case("path-id.jsonl", json.dumps({"id": "../../etc/passwd", "text": ARTICLE}), ROW)
    yield case("bad-date.jsonl", json.dumps({"text": PROSE, "published": "31.02.2023"}), "MalformedRecord")  # fmt: skip
    yield case("bad-url.jsonl", json.dumps({"text": ARTICLE, "url": "http://[::1"}), ROW)
    yield case("latin1.jsonl", '{"text": "caf\xe9"}'.encode("latin-1"), "MalformedRecord")
    yield case("long-line.jsonl", '{"text": "' + "x" * (LIMIT + 10) + '"}\n' + good, "SourceTooLarge", ROW)  # fmt: skip
    yield case("html-and-text.jsonl", json.dumps({"text": "t", "html": f"<p>{PROSE * 4}</p>"}), ROW)


def containers() -> Iterator[Case]:
    yield case("fake.parquet", b"PAR1" + b"\0" * 500 + b"PAR1", "MalformedRecord")
    yield case("cut.parquet", _parquet({"text": [ARTICLE]})[:-20], "MalformedRecord")
    yield case("lying-footer.parquet", b"PAR1" + b"x" * 100 + struct.pack("<I", 2**31 - 1) + b"PAR1",
               "MalformedRecord")  # fmt: skip
    yield case("numbers.parquet", _parquet({"text": [1, 2]}), "MalformedRecord", "MalformedRecord")
    yield case("nested.parquet", _parquet({"text": [{"a": "b"}]}), "MalformedRecord")
    yield case("no-column.parquet", _parquet({"other": ["x"]}), "MalformedRecord")
    yield case(
        "column-not-utf8.parquet",
        _parquet({"text": [ARTICLE]}).replace(b"text", b"te\x82t"),
        "MalformedRecord",
    )
    yield case(
        "cell-not-utf8.parquet",
        _parquet(
            {"text": pa.array([b"The bank \x82", ARTICLE.encode()]).cast(pa.string(), safe=False)}
        ),
        "MalformedRecord",
        ROW,
    )
    yield case("good.parquet", _parquet({"text": [ARTICLE]}), ROW)
    yield case("cut.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Le", "EmptySource")
    yield case("liar.warc",
               b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
               b"Content-Length: 99999999999\r\n\r\nshort", "SourceTooLarge")  # fmt: skip


def _parquet(columns: dict[str, list[object]]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def archive_cases() -> Iterator[Case]:
    """Names become keys, never paths; bombs stop at a limit; what comes before damage is kept."""
    text, pages = ARTICLE.encode(), {"a.txt": ARTICLE.encode(), "b/c.txt": PROSE.encode() * 5}
    for name, pack in {"gzip": gzip.compress, "bzip2": archives.bzip2, "zstd": _zstd}.items():
        yield case(f"{name}.bin", pack(text), ROW)
        yield case(f"{name}-cut.bin", pack(text)[:-12], "MalformedRecord")
        yield case(f"{name}-of-nothing.bin", pack(b""), "EmptySource")
        yield case(f"{name}-too-big.bin", pack(b"word " * 250_000), "SourceTooLarge")
        yield case(f"{name}-deep.bin", archives.nested(text, 9, pack), "SourceTooLarge")
        yield case(f"{name}-lines.bin", pack((_line("1") + _line("2")).encode()), ROW, ROW)
    yield case("gzip-broken.gz", gzip.compress(text)[:40] + b"\xff" * 60, "MalformedRecord")
    yield case("gzip-trailing.gz", gzip.compress(text) + b"no gzip", "MalformedRecord")
    yield case("gzip-twice.gz", gzip.compress(text) + gzip.compress(text), ROW)
    yield case("gzip-bomb-lines.gz", gzip.compress(b"x\n" * 15_000_000), "SourceTooLarge")
    yield case("zstd-bomb.zst", archives.bomb_zstd(100_000_000), "EmptySource")
    yield case("zstd-window.zst", archives.wide_zstd(text[:100]), "MalformedRecord")
    yield from _tars(pages)
    yield from _zips(pages)


def _zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


def _line(key: str) -> str:
    return json.dumps({"id": key, "text": f"{ARTICLE} {key}"}) + "\n"


def _tars(pages: dict[str, bytes]) -> Iterator[Case]:
    text, whole = pages["a.txt"], archives.tar(archives.files(pages))
    yield case("good.tar", whole, ROW, ROW)
    yield case("good.tar.gz", gzip.compress(whole), ROW, ROW)
    yield case("cut-member.tar", whole[: 512 + len(text) // 2], "MalformedRecord", "MalformedRecord")  # fmt: skip
    yield case("cut-in-gzip.tar.gz", gzip.compress(whole)[:-30], ROW, "MalformedRecord")  # fmt: skip
    second = whole.index(b"b/c.txt")
    yield case("bad-header.tar", whole[:second] + b"x" * 600 + whole[second + 600:], ROW, "MalformedRecord")  # fmt: skip
    for name in ("../../etc/cron.txt", "/etc/passwd", "a/../../b.txt", "..\\x.txt", "C:\\x.txt"):
        label = "".join(c if c.isalnum() else "-" for c in name)
        yield case(f"escape-{label}.tar", archives.tar(archives.files({name: text})), "MalformedRecord")  # fmt: skip
    for label, kind in {"symlink": tarfile.SYMTYPE, "hardlink": tarfile.LNKTYPE,
                        "pipe": tarfile.FIFOTYPE, "device": tarfile.CHRTYPE}.items():  # fmt: skip
        members = [("evil.txt", b"/etc/passwd", kind), *archives.files({"a.txt": text})]
        yield case(f"{label}.tar", archives.tar(members), "UnsupportedFormat", ROW)
    yield case("twice.tar", archives.tar([*archives.files({"a.txt": text})] * 2), ROW, "MalformedRecord")  # fmt: skip
    yield case("hash-name.tar", archives.tar(archives.files({"a#1.txt": text})), ROW)
    yield case(
        "liar.tar", archives.tar_size_lie(text, 2**62), "UnsupportedFormat", "MalformedRecord"
    )
    yield case("short-liar.tar", archives.tar_size_lie(text, 900_000), "UnsupportedFormat", "MalformedRecord")  # fmt: skip
    yield case("negative.tar", archives.tar_size_lie(text, -4096), "MalformedRecord")
    yield case("long-name.tar", archives.tar_long_name(2**33), "SourceTooLarge")
    yield case("pax-digits.tar", archives.tar_pax(b"1" * 200_000), "MalformedRecord")
    yield case("pax-broken.tar", archives.tar_pax(b"999999 path"), ROW)
    yield case("pax-zero.tar", archives.tar_pax(b"0 path=x\n"), "MalformedRecord")
    yield case("pax-tower.tar", archives.tar_headers(5_000), "MalformedRecord")
    yield case("many-members.tar", archives.tar(archives.files({f"{n}": b"" for n in range(MEMBERS + 1)})), "SourceTooLarge")  # fmt: skip
    yield case("nested.tar", archives.tar(archives.files({
        "in.tar": whole, "in.zip": archives.zipped(pages), "a.txt.gz": gzip.compress(text)})),
        *[ROW] * 5)  # fmt: skip
    yield case("parquet-inside.tar", archives.tar(archives.files({"a.parquet": _parquet({"text": [ARTICLE]})})), ROW)  # fmt: skip


def _zips(pages: dict[str, bytes]) -> Iterator[Case]:
    text, whole = pages["a.txt"], archives.zipped(pages)
    yield case("good.zip", whole, ROW, ROW)
    yield case("empty.zip", archives.zipped({}), "EmptySource")
    yield case("cut.zip", whole[:-40], "MalformedRecord")
    yield case("only-head.zip", b"PK\x03\x04" + b"\0" * 400, "MalformedRecord")
    yield case("bad-crc.zip", archives.zipped({"a.txt": text}, zipfile.ZIP_STORED).replace(b"Budget", b"Budgie", 1), "MalformedRecord")  # fmt: skip
    for name in ("../../etc/cron.txt", "/etc/passwd", "a/../../b.txt"):
        label = "".join(c if c.isalnum() else "-" for c in name)
        yield case(f"escape-{label}.zip", archives.zipped({name: text}), "MalformedRecord")
    yield case("symlink.zip", archives.zip_link("evil.txt", "/etc/passwd"), "UnsupportedFormat")
    yield case("encrypted.zip", archives.zip_encrypted(text), "UnsupportedFormat")
    yield case("lzma.zip", archives.zipped({"a.txt": text}, zipfile.ZIP_LZMA), "UnsupportedFormat")
    yield case("bomb.zip", archives.zipped({"a.txt": b"x" * 40_000_000}), "SourceTooLarge")
    yield case("overlap.zip", archives.zip_overlapping(3, 90), *["MalformedRecord"] * 3)
    bombs = {f"{n}.txt": b"x" * 1_100_000 for n in range(60)}
    yield case("many-small-bombs.zip", archives.zipped(bombs), *["SourceTooLarge"] * 16)
    yield case("long-directory.zip", archives.zip_long_directory(2**32 - 2), "MalformedRecord")
    yield case("office.docx", archives.zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "UnsupportedFormat")  # fmt: skip
    yield case("book.epub", archives.zipped({"mimetype": b"application/epub+zip", "a.html": text}), "UnsupportedFormat")  # fmt: skip
    yield case("matryoshka.zip", archives.nested(text, 6, lambda d: archives.zipped({"in": d})), "SourceTooLarge")  # fmt: skip
    yield case("orphan-sidecar.zip", archives.zipped({"a.txt": text, "b.meta.json": b"{}"}), ROW, "MalformedRecord")  # fmt: skip
    yield case("bad-sidecar.zip", archives.zipped({"a.txt": text, "a.meta.json": b"[]"}), "MalformedRecord")  # fmt: skip
