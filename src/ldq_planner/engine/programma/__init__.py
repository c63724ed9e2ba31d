"""Il programma delle gare: quando cominciare ciascuna, in quali lotti, con quali uffici, sedute e soldi.

`lavoro` dice i giorni degli uffici, `mosse` ogni gara possibile e ogni settimana in cui può cominciare, `incertezza` con quale
probabilità dà il servizio, `problema` che cosa le lega; `ingordo` sceglie senza altri componenti, `ottimo` con HiGHS, `perche` spiega la scelta.
"""
