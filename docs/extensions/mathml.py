"""Mathematics as MathML, which browsers draw themselves: pages need no script, no font and no network."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_ACCENTS = {"ˆ": "^", "ˉ": "¯", "~": "~"}  # as docutils writes them, and as fonts show them well

_BIG = re.compile(r"\\(big|Big|bigg|Bigg)(?=\s*(?:([(\[])|([)\]])))")


def _mathml(text: str, node: nodes.Element, *, block: bool) -> str:
    """Turn LaTeX into MathML; what cannot be turned is a warning, and stays LaTeX."""
    sided = _BIG.sub(lambda found: f"\\{found[1]}{'l' if found[2] else 'r'}", text)
    try:
        return _indexed(str(tex2mathml(sided, as_block=block)))
    except MathError as problem:
        logging.getLogger(__name__).warning("mathematics cannot be shown: %s", problem, location=node)
        return f"<code>{text}</code>"


def _indexed(text: str) -> str:
    """Write indices of letters with an accent beside them, where the accent has drawn them below."""
    ElementTree.register_namespace("", _NAMESPACE)
    root = ElementTree.fromstring(text)  # made a line above
    for place in [each for each in root.iter(f"{{{_NAMESPACE}}}munderover") if (each[2].text or "") in _ACCENTS]:
        letter, index, accent = place
        accent.text = _ACCENTS[accent.text or ""]
        over = ElementTree.Element(f"{{{_NAMESPACE}}}mover", accent="true")
        over.extend([letter, accent])
        tail = place.tail
        place.clear()
        place.tag, place.tail = f"{{{_NAMESPACE}}}msub", tail
        place.extend([over, index])
    return ElementTree.tostring(root, encoding="unicode")


def _inline(translator: Any, node: nodes.math) -> None:
    translator.body.append(_mathml(node.astext(), node, block=False))
    raise nodes.SkipNode


def _display(translator: Any, node: nodes.math_block) -> None:
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    translator.body.append(_mathml(node.astext(), node, block=True))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the renderer under the name ``mathml``."""
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
