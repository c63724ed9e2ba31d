"""Ciò su cui le regole stanno: che cosa ricevono, che cosa chiedono ai dati, le parole che hanno in comune."""
