"""Dai valori del dominio a un Report di pochi generi di blocchi; le celle tengono i tipi di Python."""
