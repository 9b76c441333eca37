"""What readers of structured formats have in common: an entry that fills in, and the small grammars of its values."""
