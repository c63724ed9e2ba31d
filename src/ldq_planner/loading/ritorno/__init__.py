"""Ciò che `ldq esporta` ha scritto, riletto: i dati tornano com'erano, e non c'è nulla da indovinare."""
