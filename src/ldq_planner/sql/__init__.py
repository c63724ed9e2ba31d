"""Le stesse regole su colonne: un testo SQL solo, che ogni motore esegue dove sono i dati."""
