"""Is everything whole? Rows and bytes, versions, history and counts, looked at in parts that can be gone on with."""
