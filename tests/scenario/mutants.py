"""Spoilt copies of scenario files, the same ones every time: slips of the pen, of the editor and of the machine.

``mutant(name, text, number)`` spoils a text in one way, now and then in two. What the language must say of some of
them is known beforehand: a word that nobody knows must be refused, and so must a number without its unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from corridor.scenario.origin import Origin
from corridor.scenario.tree import Items, Leaf, Node, read

LETTERS = "abcdefghijklmnopqrstuvwxyz"
UNITS = ("bcm", "bcm/yr", "USD/MMBtu", "km", "%", "yr", "bn USD", "bcm/y", "m3", "bbl/d", "bcm/yr/yr", "BCM/YR", "€")
ODD_VALUES = (
    *(
        "1e308",
        "-1e308 bcm/yr",
        "1e-300 bcm/yr",
        "999999999999999999999999 bcm/yr",
        "nan",
        ".nan bcm/yr",
        ".inf",
        "inf",
    ),
    *(
        "-5 bcm/yr",
        "0",
        "-0 %",
        "1e99 %",
        "00012",
        "0x1F",
        "1_000 bcm/yr",
        "1:30",
        "NO",
        "on",
        "~",
        "null",
        "''",
        "' '",
    ),
    *("x1.2", "x-1", "x0", "x1e99", "x", "+5 bcm/yr", "-10 %", "+5", "x1.2 +5 bcm/yr", "+-5 bcm/yr", "x1.2 x1.2"),
    *(
        "{add: [Iran]}",
        "{remove: [EU]}",
        "{add: 2031}",
        "{add: {a: b}}",
        "{remove: []}",
        "{add: null}",
        "{add: [], x: 1}",
    ),
    *("{2027: 5 bcm/yr}", "{2027: 5 bcm/yr, 2027-01: 6 bcm/yr}", "{2027: x2}", "{0000: 1 bcm/yr}", "{2027-02-30: 1 %}"),
    *(
        "removed",
        "committed",
        "excluded",
        "EU",
        "Russia",
        "'*'",
        "EU.*",
        "'EU.*'",
        "[EU, EU]",
        "[[EU]]",
        "[{a: b}]",
        "[]",
    ),
    *("{}", "{a: {b: {c: d}}}", "[null]", "{a: null}", "{status: removed}", "2027", "9999", "2027-11-01", "0001-01-01"),
    *(
        "!!python/object/apply:os.system [ls]",
        "!!binary aGk=",
        "!x y",
        "&a b",
        "*a",
        "*EU",
        "<<",
        "? a",
        "- a",
        "|",
        ">-",
    ),
    *(
        '"\\0"',
        '"\\x07"',
        '"\\uD800"',
        '"\\UFFFFFFFF"',
        '"\\q"',
        "'",
        '"',
        "{",
        "]",
        "@",
        "`",
        "%",
        "#",
        "a: b: c",
        "[a",
    ),
)
ODD_KEYS = (
    *("ban", "cap", "quota", "tariff", "price_cap", "filling", "diversification"),
    "'*'",
    "'EU.*'",
    "EU.*",
    "'russia-*'",
    "'*-*'",
    "'?'",
    "''",
    "null",
    "<<",
    "2027",
    "[a]",
    "{a: b}",
    "a.b",
    "x",
)
ENDINGS = (
    'nodes: {"*": {status: removed}}',
    "nodes: {Iran North: {status: removed}}",
    'pipelines: {"*": {status: removed}}',
    'pipelines: {"blue-*": {capacity: x1.2}}',
    "pipelines: {new: {from: Mozdok, to: Azerbaijan, length: 5 km, capacity: 1 bcm/yr}}",
    "pipelines: {new: {from: Mozdok, to: Mozdok, length: 5 km}}",
    "demand: {EU: {volume: x1.2, growth: 1 %/yr}}",
    "demand: {EU: {growth: {2025: 1 %/yr, 2030: -50 %/yr}}}",
    'demand: {"EU.*": {volume: +5}}',
    "supply: {russia-yamal: {status: removed}}",
    "seasonality: {flat: {month-01: 200 %}}",
    "parameters: {value_of_lost_load: -1 USD/MMBtu}",
    "storages: null",
    "dataset: ../../elsewhere",
    "extends: reference",
    "extends: [eu-exit, options/hormuz-closed-2026]",
    "extends: /etc/passwd",
    "horizon: {years: {add: 2031, remove: [2025]}}",
    "horizon: {seasons: quarters, discount_rate: 100 %}",
    "--- {}",
    "%YAML 1.1",
    "...",
)
HEADS = (
    "%YAML 1.1\n---\n",
    "%TAG ! !x\n---\n",
    "---\n",
    "\ufeff",
    "&a\n",
    "!x\n",
    "- ",
    "? ",
    "# ",
    " ",
    "\t",
    "{",
    "'",
)
CONTROL = (
    "\x00",
    "\x07",
    "\x1b",
    "\x7f",
    "\x85",
    "\u2028",
    "\u202e",
    "\ufeff",
    "\u00a0",
    "\r",
    "\t",
    "\ufffe",
    "é",
    "🛢",
)
BAD_BYTES = (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\x80", b"\xfe\xff", b"\xc0\xaf")

_QUANTITY = re.compile(r"([-+]?\d[\d.]*) ?([A-Za-z%].*)")
_FREE_TEXT = frozenset({"title", "description", "reason"})
_NAMING = frozenset(
    {
        "origin",
        "into",
        "except",
        "form",
        "source",
        "status",
        "nomination",
        "units",
        "transit",
        "extends",
        "compare_with",
    }
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A spoilt file.

    Attributes
    ----------
    kind
        How it was spoilt.
    content
        The bytes of the file.
    word
        A misspelt key or name, which may be accepted only if it is known itself.
    refused
        Whether it cannot be right, whatever the rest says.
    """

    kind: str
    content: bytes
    word: str | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """A key or a value in a text: where it begins, and the path of keys to it, itself included."""

    text: str
    start: int
    path: tuple[str, ...]
    is_key: bool

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    def replaced(self, text: str, new: str) -> str:
        """Return the whole text with something else here."""
        return text[: self.start] + new + text[self.end :]


Change = tuple[str | bytes, str | None, bool]
"""The new text, a misspelt word, and whether it must be refused."""

Mutation = Callable[[Random, str, Sequence[Site]], Change]


def mutant(name: str, text: str, number: int) -> Mutant:
    """Return one of the spoilt copies of a file."""
    random = Random(f"{name} {number}")
    mutation = random.choice(MUTATIONS)
    content, word, refused = mutation(random, text, sites(text))
    kind = mutation.__name__
    if isinstance(content, str) and random.random() < 0.15:
        second = random.choice(MUTATIONS)
        content, _, _ = second(random, content, sites(text if content == text else content) or sites(text))
        kind, word, refused = f"{kind}, {second.__name__}", None, False
    return Mutant(
        kind, content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"), word, refused
    )


def sites(text: str) -> list[Site]:
    """Return every key and value of a text that stands there letter by letter."""
    node, _ = read(text, Origin("", 1, 1, ""))
    offsets = [0]
    for line in text.split("\n"):
        offsets.append(offsets[-1] + len(line) + 1)
    found = [] if node is None else list(_sites(node, (), offsets))
    return [site for site in found if site.text and text.startswith(site.text, site.start)]


def _sites(node: Node, path: tuple[str, ...], offsets: Sequence[int]) -> Iterator[Site]:
    if isinstance(node, Leaf):
        yield _site(node.text, node.origin, path, offsets, is_key=False)
    elif isinstance(node, Items):
        for item in node.items:
            yield from _sites(item, path, offsets)
    else:
        for key, entry in node.entries.items():
            yield _site(key, entry.key, (*path, key), offsets, is_key=True)
            yield from _sites(entry.value, (*path, key), offsets)


def _site(text: str, origin: Origin, path: tuple[str, ...], offsets: Sequence[int], *, is_key: bool) -> Site:
    return Site(text, offsets[origin.line - 1] + origin.column - 1, path, is_key)


def misspelt(random: Random, word: str) -> str:
    """Return a word with one slip of the pen."""
    at = random.randrange(len(word))
    letter = random.choice(LETTERS)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        word[:at] + word[at].swapcase() + word[at + 1 :],
        word[: at + 1] + word[at:],
    )
    return random.choice(slips) or letter


_FREE = (("policies",), ("swaps",), ("budgets",), ("seasons",))
"""Where names are the scenario's own."""


def key_misspelt(random: Random, text: str, found: Sequence[Site]) -> Change:
    # Policies and seasons are named by the scenario itself, and one date may become another.
    known = [site for site in found if site.is_key and site.path[-2:-1] not in _FREE]
    known = [site for site in known if not site.text[0].isdigit()]
    return _reworded(random, text, known)


def name_misspelt(random: Random, text: str, found: Sequence[Site]) -> Change:
    naming = [site for site in found if not site.is_key and site.path[-1] in _NAMING]
    return _reworded(random, text, [site for site in naming if not site.text.startswith("http")])


def _reworded(random: Random, text: str, known: Sequence[Site]) -> Change:
    if not known:
        return text, None, False
    site = random.choice(known)
    word = misspelt(random, site.text)
    return site.replaced(text, word), None if word == site.text else word, False


def word_replaced(random: Random, text: str, found: Sequence[Site]) -> Change:
    if not found:
        return text, None, False
    return random.choice(found).replaced(text, random.choice(found).text), None, False


def unit_removed(random: Random, text: str, found: Sequence[Site]) -> Change:
    site, match = _quantity(random, found)
    return (text, None, False) if site is None or match is None else (site.replaced(text, match[1]), None, True)


def unit_replaced(random: Random, text: str, found: Sequence[Site]) -> Change:
    site, match = _quantity(random, found)
    if site is None or match is None:
        return text, None, False
    unit = random.choice((*UNITS, misspelt(random, match[2])))
    return site.replaced(text, f"{match[1]} {unit}"), None, False


def _quantity(random: Random, found: Sequence[Site]) -> tuple[Site | None, re.Match[str] | None]:
    given = [site for site in found if not site.is_key and site.path[-1] not in _FREE_TEXT]
    pairs = [(site, match) for site in given if (match := _QUANTITY.fullmatch(site.text))]
    return random.choice(pairs) if pairs else (None, None)


def value_odd(random: Random, text: str, found: Sequence[Site]) -> Change:
    values = [site for site in found if not site.is_key]
    return (random.choice(values).replaced(text, random.choice(ODD_VALUES)) if values else text), None, False


def type_swapped(random: Random, text: str, found: Sequence[Site]) -> Change:
    if not found:
        return text, None, False
    site = random.choice(found)
    form = random.choice(
        ("[{}]", "{{a: {}}}", "[{0}, {0}]", "{{2027: {}}}", "'{}'", '"{}"', "!!str {}", "{{{0}: {0}}}")
    )
    return site.replaced(text, form.format(site.text)), None, False


def collection_swapped(random: Random, text: str, found: Sequence[Site]) -> Change:
    flows = [match.span() for match in re.finditer(r"[\[{][^\[\]{}]*[\]}]", text)]
    if not flows:
        return text, None, False
    start, end = random.choice(flows)
    inner = text[start + 1 : end - 1]
    new = random.choice(
        (f"[{inner}]", f"{{{inner}}}", inner, "word", "[]", "{}", "null", f"[[{inner}]]", f"{{a: [{inner}]}}")
    )
    return text[:start] + new + text[end:], None, False


def key_odd(random: Random, text: str, found: Sequence[Site]) -> Change:
    keys = [site for site in found if site.is_key]
    return (random.choice(keys).replaced(text, random.choice(ODD_KEYS)) if keys else text), None, False


def key_dropped(random: Random, text: str, found: Sequence[Site]) -> Change:
    keys = [site for site in found if site.is_key]
    if not keys:
        return text, None, False
    site = random.choice(keys)
    rest = text[site.end :]
    return text[: site.start] + random.choice((rest, rest.removeprefix(":").lstrip(" "))), None, False


def block_dropped(random: Random, text: str, found: Sequence[Site]) -> Change:
    lines, start, end = _block(random, text)
    return "".join(lines[:start] + lines[end:]), None, False


def block_duplicated(random: Random, text: str, found: Sequence[Site]) -> Change:
    lines, start, end = _block(random, text)
    return "".join(lines[:end] + lines[start:end] + lines[end:]), None, end > start


def block_moved(random: Random, text: str, found: Sequence[Site]) -> Change:
    lines, start, end = _block(random, text)
    block, rest = lines[start:end], lines[:start] + lines[end:]
    at = random.randint(0, len(rest))
    return "".join(rest[:at] + block + rest[at:]), None, False


def _block(random: Random, text: str) -> tuple[list[str], int, int]:
    """Return the lines, and which of them hold one key with all that belongs to it."""
    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if re.match(r" *[\w-]+:( |$)", line)]
    if not starts:
        return lines, 0, 0
    start = random.choice(starts)
    indent = len(lines[start]) - len(lines[start].lstrip())
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent):
        end += 1
    return lines, start, end


def lines_shuffled(random: Random, text: str, found: Sequence[Site]) -> Change:
    lines = text.splitlines(keepends=True) or [""]
    first, second = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(4):
        case 0:
            lines[first], lines[second] = lines[second], lines[first]
        case 1:
            lines.insert(second, lines[first])
        case 2:
            del lines[first]
        case _:
            lines[first] = lines[first].rstrip("\n") + " "
    return "".join(lines), None, False


def indentation_broken(random: Random, text: str, found: Sequence[Site]) -> Change:
    lines = text.splitlines(keepends=True) or [""]
    at = random.randrange(len(lines))
    line = lines[at]
    spaces = len(line) - len(line.lstrip(" "))
    indent = random.choice((" " * (spaces + random.randint(1, 4)), " " * max(0, spaces - random.randint(1, 4)), "\t"))
    lines[at] = indent + line.lstrip(" ")
    return "".join(lines), None, False


def letters_changed(random: Random, text: str, found: Sequence[Site]) -> Change:
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(text) + 1)
        new = random.choice((*CONTROL, *":,{}[]-#&*!|>'\"%@`?~ \n", "", ""))
        text = text[:at] + new + text[at + random.randint(0, 1) :]
    return text, None, False


def bytes_flipped(random: Random, text: str, found: Sequence[Site]) -> Change:
    content = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(random.randint(1, 3) if content else 0):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return bytes(content), None, False


def bytes_inserted(random: Random, text: str, found: Sequence[Site]) -> Change:
    content = text.encode("utf-8", "surrogatepass")
    at = random.randrange(len(content) + 1)
    return content[:at] + random.choice(BAD_BYTES) + content[at:], None, False


def encoded_otherwise(random: Random, text: str, found: Sequence[Site]) -> Change:
    encoding = random.choice(("utf-16", "utf-32", "utf-8-sig", "latin-1", "utf-7", "cp037"))
    return text.encode(encoding, "replace"), None, False


def text_cut(random: Random, text: str, found: Sequence[Site]) -> Change:
    start, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
    return random.choice((text[:start], text[start:], text[:start] + text[end:], text + text[start:end])), None, False


def anchors_inserted(random: Random, text: str, found: Sequence[Site]) -> Change:
    values = [site for site in found if not site.is_key]
    if len(values) < 2:
        return text, None, False
    first, second = sorted(random.sample(values, 2), key=lambda site: site.start)
    mark = random.choice(("&a ", "&a !!map ", "&EU ", "!!str &a "))
    text = second.replaced(text, random.choice(("*a", "{<<: *a}", "*a : b", "[*a, *a]", "*b", "{*a : *a}")))
    return first.replaced(text, mark + first.text), None, False


def ending_added(random: Random, text: str, found: Sequence[Site]) -> Change:
    return text.rstrip("\n") + "\n" + random.choice(ENDINGS) + "\n", None, False


def head_added(random: Random, text: str, found: Sequence[Site]) -> Change:
    return random.choice(HEADS) + text, None, False


MUTATIONS: tuple[Mutation, ...] = (
    *(key_misspelt, key_misspelt, key_misspelt, name_misspelt, name_misspelt, word_replaced, word_replaced),
    *(unit_removed, unit_replaced, unit_replaced, value_odd, value_odd, value_odd, value_odd),
    *(
        type_swapped,
        type_swapped,
        collection_swapped,
        key_odd,
        key_dropped,
        block_dropped,
        block_duplicated,
        block_moved,
    ),
    *(lines_shuffled, lines_shuffled, indentation_broken, indentation_broken, letters_changed, letters_changed),
    *(
        bytes_flipped,
        bytes_flipped,
        bytes_inserted,
        encoded_otherwise,
        text_cut,
        anchors_inserted,
        ending_added,
        ending_added,
    ),
    head_added,
)
