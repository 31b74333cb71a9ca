"""What an office hands in: tables, documents, maps, geodata, the page and the audit record."""
