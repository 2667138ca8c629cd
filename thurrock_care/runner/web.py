"""Settings of gunicorn, the application server, in `make run` and in production alike.

Threads, because a page waits for PostgreSQL about as long as it computes. A request has
30 seconds, twice what PostgreSQL gives a statement, so that the database gives up first
and the user gets a page and not a closed connection.
"""

import os
from pathlib import Path

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 30
graceful_timeout = 45
keepalive = 5
# A worker is replaced now and then, so that a slow leak never becomes an outage.
max_requests = 2000
max_requests_jitter = 400
limit_request_line = 4094
limit_request_field_size = 8190
# The workers' heartbeat is a file: in memory, a slow disk cannot make a worker look dead.
worker_tmp_dir = "/dev/shm" if os.access(Path("/dev/shm"), os.W_OK) else None
control_socket_disable = True
accesslog = "-"
# The path without its query: what people search for does not belong in a log.
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s bytes %(M)s ms'
