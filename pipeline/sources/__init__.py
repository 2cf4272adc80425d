"""Where posts come from: files, standard input and the simulated example."""
