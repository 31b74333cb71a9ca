"""What the page asks of an exact solver: why not, prices, backbone, frontier."""
