"""What sellers write in Spanish."""
