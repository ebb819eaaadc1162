from labeler_client.cli import run

run()
