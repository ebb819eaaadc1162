"""A walk through the product, told once for every browser: a hand that acts, and the pages that it acts on."""
