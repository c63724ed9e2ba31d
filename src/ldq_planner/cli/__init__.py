"""Un modulo per comando; solo qui si leggono l'orologio, l'ambiente e il terminale."""
