"""I file degli altri: che cosa pubblica una città, letto riga per riga e portato nei nostri campi.

Un formato per modulo. Ognuno dà record grezzi (`grezzo.Grezzo`), testo com'è scritto e il suo posto; `normalizzazione` li
capisce, contando ciò che non è come il resto; `voci` ne scrive contratti e scenari; `identita` dà a ciascuno un id che non
cambia.
"""
