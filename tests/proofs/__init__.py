"""Random counties, valid plans and exact optima: what a proved value is held against."""
