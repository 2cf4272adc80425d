"""Training: everything that makes a model, never needed to run one."""
