"""What all documents have in common: their root, their children, and how they are refused.

The namespaces are those of CallFire's pages and of the service's schema, callfire-data.xsd;
prefixes never matter.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element, XMLParser  # noqa: TID251 - see _parsed

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from stats.callfire.errors import BadResponse

log = logging.getLogger("stats.callfire")

RESOURCE: Final = "{http://api.callfire.com/resource}"
DATA: Final = "{http://api.callfire.com/data}"

WHITE_SPACE: Final = " \t\r\n"  # XML's; str.strip() would take many more

_ENCODING: Final = re.compile(r"<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([^\"'>]*)")
_ENCODINGS: Final = ("utf-8", "utf-16", "us-ascii")

# By the tag of a child: the name of the field that it fills, and what reads its text.
Reading = Mapping[str, tuple[str, Callable[[str], object]]]


def root_of(body: bytes, name: str) -> Element:
    """The root of a document, which is of that name: Resource, or ResourceList. Raises BadResponse.

    An error of CallFire's inside a 200 is refused like what is no document; the log says why in our
    own words.
    """
    root = _root(body)
    _refuse_an_error((root, *root))
    if root.tag != RESOURCE + name:
        raise refused(f"the root is not {name}")
    return root


def _root(body: bytes) -> Element:
    try:
        # The encoding is settled here, so that no document chooses among Python's codecs.
        text = body.decode("utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        declared = _ENCODING.match(text)
        # NUL is in no XML; expat would take it for a sign of UTF-16 and decode once more.
        if "\0" not in text and (declared is None or declared[1].lower() in _ENCODINGS):
            return _parsed(text)
    except (ParseError, DefusedXmlException, LookupError, ValueError, RecursionError):
        pass
    raise refused("not a document")


def _parsed(text: str) -> Element:
    """Parse a text. Raises ParseError, or DefusedXmlException where there is a DTD.

    Whatever XML can be abused for is declared in a DTD, and a DTD begins with these characters and
    no others. Where they are, which is in no answer of CallFire's, defusedxml looks at what they
    are. Where they are not, the parser of the standard library has nothing to be kept from: it
    takes less than half the time of a guard that is written in Python.
    """
    if "<!DOCTYPE" in text:
        guarded: Element = fromstring(text, forbid_dtd=True)
        return guarded
    parser = XMLParser()  # noqa: S314 - there is no DTD
    parser.feed(text)
    root: Element = parser.close()
    return root


def _refuse_an_error(elements: Iterable[Element]) -> None:
    """Refuse a ResourceException, however it is written: CallFire's SDKs do not agree on that."""
    for element in elements:
        if local_name(element).lower() == "resourceexception":
            told = [child.text for child in element if local_name(child).lower() == "httpstatus"]
            status = (told[0] or "").strip(WHITE_SPACE) if told else ""
            raise refused(f"an error {status if re.fullmatch('[1-5][0-9]{2}', status) else '-'}")


def children(parent: Element, *names: str, ignoring: str = "") -> Mapping[str, Element]:
    """The known children by name. Raises BadResponse.

    One that comes twice is refused: no figure is picked among two. So is a known name in another
    namespace: passed over, it would turn a figure into "not reported".
    """
    found: dict[str, Element] = {}
    known, many = (*names, ignoring), DATA + ignoring
    for child in parent:
        if child.tag == many:
            continue
        name = local_name(child)
        if name not in known:
            continue
        if child.tag != DATA + name:
            raise refused(f"{name} in a wrong namespace")
        if name in found:
            raise refused(f"{name} twice")
        found[name] = child
    return found


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def reading(**fields: tuple[str, Callable[[str], object]]) -> Reading:
    """What `figures` takes, by the names of the children."""
    return {DATA + name: field for name, field in fields.items()}


def figures(parent: Element, known: Reading) -> dict[str, Any]:
    """Read the known children of a section, by their fields; None for one that is empty.

    Raises BadResponse where one comes twice or in another namespace, as `children` does, where it
    is no plain value, or where its reader raises ValueError.
    """
    found: dict[str, Any] = {}
    field_of = known.get
    for child in parent:
        field = field_of(child.tag)
        if field is None:
            if DATA + local_name(child) in known:
                raise refused(f"{local_name(child)} in a wrong namespace")
            continue
        name, read = field
        if name in found:
            raise refused(f"{local_name(child)} twice")
        text = child.text or ""
        try:
            if len(child) or not text.isalnum():  # most are digits or a code, and nothing around
                text = plain_text(child)
            found[name] = read(text) if text else None
        except ValueError as wrong:
            raise refused(f"{local_name(child)} is {wrong}") from None
    return found


def plain_text(element: Element) -> str:
    """The text of an element without the white space around it. Raises ValueError."""
    if len(element):
        raise ValueError("not a plain value")
    return (element.text or "").strip(WHITE_SPACE)


def refused(why: str) -> BadResponse:
    """The error of an answer that is not to be used; the log says why."""
    log.warning("unreadable answer: %s", why)
    return BadResponse()
