"""I comandi che rispondono anche a milioni di contratti: ciascuno ha qui la sua risposta, con lo stesso nome."""
