"""As in CodeCarbon."""
