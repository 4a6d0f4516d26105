"""Identity providers that tests start, and a department whose people sign on by them."""
