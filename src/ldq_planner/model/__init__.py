"""I nomi del dominio: pydantic congelato per ciò che si legge, dataclass congelate per ciò che si calcola."""
