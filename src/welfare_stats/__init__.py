"""Annual social assistance statistics of a province, from the Excel files it receives."""
