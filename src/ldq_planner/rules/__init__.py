"""Le regole: una per file, e la docstring del file è la sua pagina di manuale."""
