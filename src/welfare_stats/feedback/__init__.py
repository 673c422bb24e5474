"""What goes back to the sender: the own workbook with every wrong cell marked and explained."""
