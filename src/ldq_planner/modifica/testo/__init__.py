"""Il testo YAML: dove sta ogni cosa, come si scrive, come si cambia lasciando il resto com'è."""
