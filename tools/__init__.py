"""What makes the pictures, the demo and the generated files."""
