"""All of it elsewhere: into one file and back, into another database, into another store."""
