"""Mode `whole`: what is particular to the partition of a county's townships into units."""
