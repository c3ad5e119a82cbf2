# One image for three uses: the service (default), one page through a pipe, folders in a volume. docs/docker.md.

FROM python:3.11.14-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv --without-pip /app
WORKDIR /source
COPY requirements/runtime.txt requirements/runtime.txt
RUN pip --python /app/bin/python install --require-hashes -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE service.py ./
COPY cleaner cleaner
RUN pip --python /app/bin/python install --no-deps .

FROM python:3.11.14-slim-trixie
LABEL org.opencontainers.image.title="article-cleaner" \
      org.opencontainers.image.description="Page text or HTML in, the clean article and every removed piece out." \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CLEANER_HOST=0.0.0.0 \
    PORT=8000
WORKDIR /data
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz', timeout=4)"]
ENTRYPOINT ["cleaner"]
CMD ["serve"]
