"""Standards by which a unit may become a town or a subdistrict (P4.kind.standard)."""
