"""Le stesse risposte per quartieri e contratti troppi per elencarli: prima la frase e i conti, poi i soli casi peggiori."""
