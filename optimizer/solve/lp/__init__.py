"""Linear programs by HiGHS, their bounds in whole numbers, sifting, and fixing by reduced cost."""
