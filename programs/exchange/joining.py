"""The PDFs that typst made of a program's parts, as one: its pages, bookmarks and tags, and a number on each page.

Only what typst writes is read here: one table of references, and each object by itself. Whatever else a file had would
be an error and not a wrong file. Libraries that read any PDF
make an object of each of the 29,000 tags of a year: qpdf took 0.7 s and 134 MB, pypdf 5 s and 245 MB, where this
takes 0.2 s and twice the size of the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cached_property, partial

# The objects that there is one of, whatever the number of parts, under the numbers that they get.
PAGES, TREE, OUTLINES, DOCUMENT = 1, 2, 3, 4
FIRST_FREE = 5
STREAM = b"\nstream\n"
# A page's number as typst says it of one: no part of the text, for who has it read aloud.
FOOT = b"/Artifact<</Attached[/Bottom]/Subtype/Footer/Type/Pagination>>BDC\n/Foot Do\nEMC"
# What is another in the whole: the name of a heading cell, the page's number among the tags, a reference. A string is
# named before a reference, so that none is looked for in it.
RENAMED = re.compile(
    rb"/ID\((?P<id>[^()]*)\)|/Headers\[(?P<ids>[^\[\]]*)\]|/(?P<key>StructParents?) (?P<parent>\d+)"
    rb"|\((?:[^()\\]|\\.)*\)|(?P<reference>\d+) 0 R",
    re.DOTALL,
)
STRING = re.compile(rb"\(([^()]*)\)")
# A string of which brackets are a part, as it may have them in pairs; and one bracket, if it is one.
BRACKETED = re.compile(rb"\((?:[^()\\]|\\.)*\(", re.DOTALL)
BRACKET = re.compile(rb"\\.|([()])", re.DOTALL)


class Part:
    """A file of typst: its objects by their numbers."""

    def __init__(self, data: bytes) -> None:
        trailer = _found(rb"trailer\n<<(.*)>>\nstartxref\n(\d+)\n%%EOF", data, data.rindex(b"trailer\n"))
        lines = data[int(trailer[2]) : trailer.start()].split(b"\n")[2:]
        offsets = [int(line[:10]) for line in lines if line[17:18] == b"n"]
        if not offsets:
            raise ValueError("typst wrote its file in another way than we know: it has no table of its objects")
        self.objects = {}
        for begin, end in zip(sorted(offsets), [*sorted(offsets)[1:], int(trailer[2])], strict=True):
            whole = _found(rb"(\d+) 0 obj\n((?s:.*))\nendobj\s*$", data[begin:end])
            self.objects[int(whole[1])] = whole[2]
        self.info = int(_found(rb"/Info (\d+) 0 R", trailer[1])[1])
        self.root = int(_found(rb"/Root (\d+) 0 R", trailer[1])[1])

    def ref(self, of: int, key: bytes) -> int:
        return int(_found(rb"/" + key + rb"[ \[](\d+) 0 R", self.head(of))[1])

    def head(self, number: int) -> bytes:
        """Of an object: all of it but the bytes of a picture or of letters."""
        return self.objects[number].partition(STREAM)[0]

    def array(self, of: int, key: bytes) -> bytes:
        return _found(rb"/" + key + rb"\[([^\[\]]*)\]", self.head(of))[1]

    @cached_property
    def pages(self) -> list[int]:
        kids = self.array(self.ref(self.root, b"Pages"), b"Kids")
        found = [int(number) for number in re.findall(rb"(\d+) 0 R", kids)]
        if any(not self.head(number).startswith(b"<</Type/Page/") for number in found):
            raise ValueError("typst wrote its pages in another way than we know")
        return found

    def is_wide(self, page: int) -> bool:
        box = _found(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", self.head(page))
        return float(box[1]) > float(box[2])

    @cached_property
    def shared(self) -> dict[int, int]:
        found = {self.ref(self.root, b"Pages"): PAGES}
        if b"/StructTreeRoot" in self.head(self.root):
            tree = self.ref(self.root, b"StructTreeRoot")
            found |= {tree: TREE, self.ref(tree, b"K"): DOCUMENT}
        if b"/Outlines" in self.head(self.root):
            found[self.ref(self.root, b"Outlines")] = OUTLINES
        return found

    @cached_property
    def keys(self) -> int:
        """How many numbers its pages, and whatever else is tagged as a whole, have among the tags."""
        tree = self.ref(self.root, b"StructTreeRoot")
        return int(_found(rb"/ParentTreeNextKey (\d+)", self.head(tree))[1])


class Numbered:
    """A part under the numbers that it has in the whole: of its objects, of its pages among the tags."""

    def __init__(self, data: bytes, base: int, first_key: int, name: bytes) -> None:
        self.part, self.base, self.first_key, self.name = Part(data), base, first_key, name
        self.next_base = base + max(self.part.objects) + 1

    def number(self, of: int) -> int:
        return self.part.shared.get(of, self.base + of)

    def text(self, words: bytes) -> bytes:
        made = b""
        while found := BRACKETED.search(words):
            end = _end_of_string(words, found.start())
            made += RENAMED.sub(self._renamed, words[: found.start()]) + words[found.start() : end]
            words = words[end:]
        return made + RENAMED.sub(self._renamed, words)

    def object(self, number: int) -> bytes:
        head, mark, stream = self.part.objects[number].partition(STREAM)
        return self.text(head) + mark + stream

    def objects(self) -> Iterator[tuple[int, bytes]]:
        """Those that are no business of the whole."""
        left = {*self.part.shared, self.part.root, self.part.info, self.part.ref(self.part.root, b"Metadata")}
        for number in self.part.objects:
            if number not in left:
                yield self.base + number, self.object(number)

    def bookmarks(self) -> tuple[int, int, int] | None:
        """The first, the last and how many; the numbers are those of the whole."""
        for number, shared in self.part.shared.items():
            if shared == OUTLINES:
                first, last = (self.base + self.part.ref(number, key) for key in (b"First", b"Last"))
                return first, last, int(_found(rb"/Count (\d+)", self.part.head(number))[1])
        return None

    def _renamed(self, found: re.Match[bytes]) -> bytes:
        if (reference := found["reference"]) is not None:
            return b"%d 0 R" % self.number(int(reference))
        if (parent := found["parent"]) is not None:
            return b"/%s %d" % (found["key"], self.first_key + int(parent))
        if found["id"] is not None:
            return b"/ID(%s%s)" % (self.name, found["id"])
        if found["ids"] is not None:
            return b"/Headers[%s]" % STRING.sub(rb"(" + self.name + rb"\1)", found["ids"])
        return found[0]


class Whole:
    """Takes the parts one after the other, then the feet of all their pages."""

    def __init__(self) -> None:
        self.objects: dict[int, bytes] = {}
        self.parts: list[Numbered] = []
        self.base, self.key = FIRST_FREE, 0
        self.pages: list[int] = []
        self.wide: list[bool] = []

    def add(self, data: bytes) -> None:
        added = Numbered(data, self.base, self.key, b"P%d" % len(self.parts))
        self.objects.update(added.objects())
        self.pages += map(added.number, added.part.pages)
        self.wide += map(added.part.is_wide, added.part.pages)
        self.base, self.key = added.next_base, self.key + added.part.keys
        self.parts.append(added)

    def file(self, feet: bytes) -> bytes:
        """`feet` has as many pages as there are; each is drawn over the page at its place."""
        whole, pages, first = self.objects, self.pages, self.parts[0]
        whole[PAGES] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(b"%d 0 R" % one for one in pages))
        _bookmark(whole, self.parts)
        _tag(whole, self.parts, self.key)
        _foot(whole, pages, Numbered(feet, self.base, 0, b""))
        free = max(whole) + 1
        metadata, info, root = range(free, free + 3)
        whole[metadata] = _of_so_many_pages(first.object(first.part.ref(first.part.root, b"Metadata")), len(pages))
        whole[info] = first.object(first.part.info)
        whole[root] = re.sub(rb"/Metadata \d+ 0 R", b"/Metadata %d 0 R" % metadata, first.object(first.part.root))
        return _file(whole, root, info)


def _bookmark(whole: dict[int, bytes], parts: list[Numbered]) -> None:
    chains = list(filter(None, (part.bookmarks() for part in parts)))
    for (_first, last, _count), (first, _last, _more) in zip(chains, chains[1:], strict=False):
        whole[last] = whole[last].removesuffix(b">>") + b"/Next %d 0 R>>" % first
        whole[first] = whole[first].removesuffix(b">>") + b"/Prev %d 0 R>>" % last
    if chains:
        ends = chains[0][0], chains[-1][1], sum(count for _first, _last, count in chains)
        whole[OUTLINES] = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % ends


def _tag(whole: dict[int, bytes], parts: list[Numbered], keys: int) -> None:
    first = parts[0].part
    tree = first.ref(first.root, b"StructTreeRoot")
    kids, numbers, names = [], [], []
    for one in parts:
        of = one.part.ref(one.part.root, b"StructTreeRoot")
        kids.append(one.text(one.part.array(one.part.ref(of, b"K"), b"K")))
        for key, number in re.findall(rb"(\d+) (\d+) 0 R", one.part.array(of, b"Nums")):
            numbers.append(b"%d %d 0 R" % (one.first_key + int(key), one.number(int(number))))
        if b"/IDTree" in one.part.head(of):
            for name, number in re.findall(rb"\(([^()]*)\)(\d+) 0 R", one.part.array(of, b"Names")):
                names.append((one.name + name, one.number(int(number))))
    roles = _found(rb"/RoleMap<<[^<>]*>>", first.head(tree))[0]
    whole[TREE] = b"<</Type/StructTreeRoot%s/K[%d 0 R]/ParentTree<</Nums[%s]>>/IDTree<</Names[%s]>>%s>>" % (
        roles,
        DOCUMENT,
        b" ".join(numbers),
        b"".join(b"(%s)%d 0 R" % named for named in sorted(names)),
        b"/ParentTreeNextKey %d" % keys,
    )
    whole[DOCUMENT] = b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (TREE, b" ".join(filter(None, kids)))


def _foot(whole: dict[int, bytes], pages: list[int], feet: Numbered) -> None:
    drawn = {feet.part.ref(foot, b"Contents"): foot for foot in feet.part.pages}
    for number, content in feet.objects():
        if number - feet.base not in drawn and not content.startswith(b"<</Type/Page/"):
            whole[number] = content
    over = max(whole) + 1
    whole[over] = b"<</Length %d>>" % len(FOOT) + STREAM + FOOT + b"\nendstream"
    for page, (contents, foot) in zip(pages, drawn.items(), strict=True):
        form, mark, stream = feet.object(contents).partition(STREAM)
        head = feet.text(feet.part.head(foot))
        box, resources = _found(rb"/MediaBox(\[[^\]]*\])", head)[1], _found(rb"/Resources (\d+ 0 R)", head)[1]
        kind = b"/Type/XObject/Subtype/Form/BBox%s/Resources %s>>" % (box, resources)
        number = feet.base + contents
        whole[number] = form.removesuffix(b">>") + kind + mark + stream
        whole[page] = re.sub(rb"/Contents (\d+ 0 R)", rb"/Contents[\1 %d 0 R]" % over, whole[page])
        whole[page] = re.sub(rb"/Resources (\d+) 0 R", partial(_with_foot, whole, number), whole[page])


def _with_foot(whole: dict[int, bytes], number: int, found: re.Match[bytes]) -> bytes:
    """A page's resources, in the page itself: another page with the same ones has another foot."""
    theirs = whole[int(found[1])]
    if b"/XObject<<" in theirs:
        return b"/Resources" + theirs.replace(b"/XObject<<", b"/XObject<</Foot %d 0 R" % number, 1)
    return b"/Resources" + theirs.removesuffix(b">>") + b"/XObject<</Foot %d 0 R>>>>" % number


def _of_so_many_pages(metadata: bytes, pages: int) -> bytes:
    head, _mark, stream = metadata.partition(STREAM)
    stream = re.sub(rb"<xmpTPg:NPages>\d+<", b"<xmpTPg:NPages>%d<" % pages, stream)
    length = len(stream.removesuffix(b"\nendstream"))
    return re.sub(rb"/Length \d+", b"/Length %d" % length, head) + STREAM + stream


def _file(whole: dict[int, bytes], root: int, info: int) -> bytes:
    made, where = [b"%PDF-1.7\n%\x80\x80\x80\x80\n\n"], {}
    at = len(made[0])
    for number, content in sorted(whole.items()):
        where[number] = at
        made.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        at += len(made[-1])
    size = max(whole) + 1
    made.append(b"xref\n0 %d\n" % size)
    made += [b"%010d 00000 n\r\n" % where[n] if n in where else b"0000000000 65535 f\r\n" for n in range(size)]
    name = hashlib.sha256(b"".join(made)).hexdigest()[:32].encode()
    made.append(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\n" % (size, root, info, name, name))
    made.append(b"startxref\n%d\n%%%%EOF" % at)
    return b"".join(made)


def _end_of_string(words: bytes, begin: int) -> int:
    depth = 0
    for bracket in BRACKET.finditer(words, begin):
        depth += {b"(": 1, b")": -1, None: 0}[bracket[1]]
        if not depth:
            return bracket.end()
    raise ValueError(f"typst wrote its file in another way than we know: a string without an end in {words[:200]!r}")


def _found(what: bytes, data: bytes, begin: int = 0) -> re.Match[bytes]:
    if (found := re.compile(what).search(data, begin)) is None:
        raise ValueError(f"typst wrote its file in another way than we know: there is no {what!r} in {data[:200]!r}")
    return found
