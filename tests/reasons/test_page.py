"""The answers on the page are those that the main scenario gives."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import corridor

PAGE = Path(__file__).parents[2] / "docs" / "why.md"
QUESTIONS = ("flow:iran-armenia@2035", "price:Iran North-Türkiye@2035", "project:central-asia-china-d")


@pytest.mark.slow
def test_the_page_shows_what_is_answered(solved):
    """Renew the page with WRITE_MESSAGES=1."""
    text = PAGE.read_text(encoding="utf-8")
    shown = re.findall(r"^```text\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    told = [f"{corridor.why(solved, question).text}\n" for question in QUESTIONS]
    if os.environ.get("WRITE_MESSAGES"):
        for before, after in zip(shown, told, strict=True):
            text = text.replace(before, after)
        PAGE.write_text(text, encoding="utf-8")
        shown = told
    assert shown == told
