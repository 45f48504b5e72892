"""The forms of reorganisations: a file, the head of a plan, one act, one rule."""
