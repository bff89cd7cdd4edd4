"""The benchmarks: one module is one subject; `command_line.py` is where a run starts."""
