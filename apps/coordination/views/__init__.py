"""The screens of the coordinators' forms."""
