"""How dates are written, by language, for Django to find."""
