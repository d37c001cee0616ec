"""What sellers write in French."""
