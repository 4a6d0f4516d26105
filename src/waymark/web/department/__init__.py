"""A department, for those who answer for the posts and people in it."""
