"""The privacy kernel: everything an auditor must read to trust Stadspols, free of I/O."""
