"""La forma che i dati prendono fuori di qui: ciò su cui sono d'accordo chi li esporta (`render`) e chi li rilegge (`loading`)."""
