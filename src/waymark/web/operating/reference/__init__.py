"""Reference data: organisations and how they change, grades, professions, functions, places."""
