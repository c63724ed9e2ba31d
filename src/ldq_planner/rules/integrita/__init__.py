"""Le regole di integrità: girano alla lettura, e finché una parla i dati non si valutano (uscita 3)."""
