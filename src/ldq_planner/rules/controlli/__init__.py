"""I controlli: quali regole girano, quando, in quale ordine, e quali segnalazioni si tacciono."""
