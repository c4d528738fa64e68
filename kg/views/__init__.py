"""What people and other programs see of the graph: pages, tables and files."""
