"""Mine many articles in worker processes, in runs that can be interrupted and resumed."""
