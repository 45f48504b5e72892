"""How gunicorn serves the site; what differs between machines comes from the environment."""

import os

from cadre_tracker.logs import logging_config

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
timeout = 60
graceful_timeout = 30
max_requests = 2000
max_requests_jitter = 200
logconfig_dict = logging_config(os.environ.get("LOG_LEVEL") or "INFO")
raw_env = [f"STATEMENT_TIMEOUT={os.environ.get('STATEMENT_TIMEOUT') or '60'}"]
# A second way in that nobody asked for, on a path that two checkouts would share.
control_socket_disable = True
