"""Settings of the web server, for the demo and for production. Read by `gunicorn -c python:config.gunicorn`."""

import os

wsgi_app = "config.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
backlog = 2048
control_socket_disable = True
