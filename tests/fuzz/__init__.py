"""Broken inputs, made from a small sound dataset by named mutations."""
