"""Un modulo per comando; solo qui si leggono l'orologio, l'ambiente e il terminale."""

INTERROTTO = 130
"""Il codice di uscita di chi preme Ctrl-C: quello delle shell."""
