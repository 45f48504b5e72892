"""The screens of keeping accounts."""
