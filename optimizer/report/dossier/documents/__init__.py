"""The documents of the set: workbooks and papers."""
