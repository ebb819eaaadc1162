"""How Django writes dates where nobody says it: as the product does."""
