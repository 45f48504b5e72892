"""A document set as Word, Excel or PDF; nothing is computed here."""
