# The image of web, worker, beat and migrate. Production settings; nothing of the demo or the tests.
FROM python:3.11-slim AS packages
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /app umento
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 BIND=0.0.0.0:8000 NUMBA_CACHE_DIR=/var/cache/umento
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Stand-ins for this step alone: collectstatic needs settings, but no server.
RUN python -m compileall -q . && python -m config.translations && \
    SECRET_KEY=only-for-this-step-only-for-this-step-only-for-this-step \
    SEALING_KEYS=only-for-this-step-too-only-for-this-step-too-only-for-this \
    PUBLIC_BASE_URL=https://build.invalid \
    DATABASE_URL=postgresql://umento_web@build.invalid/umento \
    REDIS_URL=redis://build.invalid EMAIL_URL=smtp://build.invalid MAIL_FROM=build@build.invalid \
    python manage.py collectstatic --noinput
# The matching engine's compiled parts come with the image; the folder stays writable for other kinds of processors.
RUN install -d -o umento "$NUMBA_CACHE_DIR"
USER umento
RUN python -m matching.engine.warming
EXPOSE 8000
# Alive means: it answers. Whether all parts are well is what /healthz says to a monitor.
HEALTHCHECK --start-period=30s --interval=30s CMD ["python", "-c", "import http.client as c; h = c.HTTPConnection('127.0.0.1', 8000, timeout=5); h.request('GET', '/healthz'); h.getresponse()"]
CMD ["gunicorn", "-c", "python:config.gunicorn"]
