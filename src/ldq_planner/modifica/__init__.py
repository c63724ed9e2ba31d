"""Cambiare i file di dati senza riscriverli: toccano solo le righe che servono, e commenti e forme restano."""
