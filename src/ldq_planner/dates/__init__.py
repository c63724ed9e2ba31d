"""Giorni, periodi chiusi e loro insiemi, mesi di contratto, date incerte: non sa nulla di contratti."""
