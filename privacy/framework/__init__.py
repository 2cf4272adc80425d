"""The council's framework: what it may say, who approved it, how long it holds."""
