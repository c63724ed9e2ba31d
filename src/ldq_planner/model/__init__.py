"""I nomi del dominio: pydantic congelato per ciò che si legge, tuple con nomi per ciò che si calcola."""
