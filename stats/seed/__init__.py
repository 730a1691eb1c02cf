"""A database filled with made-up figures, to try out sizes: `stats.seed.filling.seed`."""
