"""What the templates of the import need."""

from django import template

from apps.imports.checking.rules import shown

register = template.Library()
register.filter("written", shown)
