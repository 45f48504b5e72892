"""Speed and memory, each measured beside what is physically possible on the same machine."""
