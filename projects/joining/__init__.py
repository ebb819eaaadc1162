"""How people come into a project by a link, and what they are in all open ones."""
