"""Tables, records and maps made of plans; nothing here decides anything."""
