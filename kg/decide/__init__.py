"""What people decide about the graph: written down in a plain file, judged anew at every build."""
