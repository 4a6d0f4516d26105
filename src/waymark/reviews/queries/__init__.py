"""What others may ask of the reviews room."""
