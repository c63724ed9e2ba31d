"""Le proprietà si provano sempre sugli stessi esempi: stesso codice, stesso esito, senza orologio né archivio."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("prove", derandomize=True, database=None, deadline=None, max_examples=100)
settings.load_profile("prove")
