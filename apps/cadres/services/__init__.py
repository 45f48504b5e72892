"""What is done to people and the facts about them: one function for each act.

Each is all or nothing, is told who acts, and holds the person's row while it looks and writes, so
that two acts on one person follow one another.
"""
