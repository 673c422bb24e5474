"""The annual report: ``build`` computes it, ``render`` writes it, ``verify`` reads it back."""
