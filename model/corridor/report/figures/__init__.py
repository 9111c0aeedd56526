"""Figures, one a file: tables of results in, a matplotlib Figure out; nothing is shown or saved here."""
