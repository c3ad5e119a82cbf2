"""The HTTP service. app.py puts it together, and this is the way of a document:

inflate.py and watch.py  the body as it comes: compressed, slowly, too much of it
documents.py, batch.py   the request is read: one document, or many
pool.py, work.py         a process cleans each
views.py                 the answer

What concerns every request: keys.py, limits.py, headers.py, problems.py, logs.py, metrics.py. settings.py is what an
operator may set, front.py the gunicorn worker; openapi.py and reference.py describe the service to programs and people.
Processes of the pool import this package too, so nothing is imported here.
"""
