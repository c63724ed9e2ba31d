"""Il disegno delle figure in SVG: il testo, le trame, l'asse, le corsie; `render/svg.py` li mette insieme."""
