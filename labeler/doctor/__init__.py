"""What is configured, reachable, slow, unsafe or nearly full: a few lines at each start, a screen by
`manage.py doctor`."""
