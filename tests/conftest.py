"""What every test shares. The embedded servers are joined before the settings are read."""

import os

import django

from cadre_tracker import embedded

os.environ["CADRE_TRACKER_TESTING"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "cadre_tracker.settings"
embedded.ensure()
django.setup()
