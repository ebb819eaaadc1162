"""Pages that make a project and set it up. They touch every app, so they live where all may be imported."""
