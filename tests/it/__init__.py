"""What sellers write in Italian."""
