"""L'unico lettore di file: testo → albero con le posizioni → modelli congelati."""
