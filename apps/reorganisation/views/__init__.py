"""The screens of reorganisations."""
