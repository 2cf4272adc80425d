"""The portal: what people see of the released figures, the framework and the log."""
