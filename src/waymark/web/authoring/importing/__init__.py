"""A file becomes a draft: bring it, say what it means, see what is wrong and what would change, apply."""
