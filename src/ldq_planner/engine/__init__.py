"""Le regole del tempo applicate ai contratti: funzioni pure, da nomi del dominio a nomi del dominio."""
