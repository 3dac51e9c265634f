"""One encrypted file holds everything: making it, opening it, putting it back."""
