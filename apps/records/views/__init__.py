"""The screens of the forms."""
