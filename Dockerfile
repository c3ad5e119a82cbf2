# One image for three uses: the service (default), one page through a pipe, batches in a volume. docs/docker.md.
ARG BASE=docker.io/library/python:3.11.17-slim-trixie@sha256:45037981b62b34b44602584fccbc4d884d5f7dc92c7ee86bb38a698a79fe1e51

FROM ${BASE} AS build
ARG REQUIREMENTS=image
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /source
COPY requirements/build.txt requirements/${REQUIREMENTS}.txt requirements/
# Removed: Arrow's RPC and its own way to S3 (fsspec has one), headers for compilers, a second build of zstandard for
# PyPy, tests. That is a quarter of it all.
RUN python -m venv --without-pip /app \
    && pip install --require-hashes -r requirements/build.txt \
    && pip --python /app/bin/python install --require-hashes -r "requirements/${REQUIREMENTS}.txt" \
    && find /app/lib \( -path '*/pyarrow/*flight*' -o -path '*/pyarrow/*s3*' -o -path '*/zstandard/_cffi*' \) -delete \
    && find /app/lib -type d \( -name tests -o -path '*/pyarrow/include' -o -path '*/pyarrow/src' \) -prune -exec rm -r {} +
COPY pyproject.toml README.md LICENSE NOTICE THIRD_PARTY.md service.py ./
COPY cleaner cleaner
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
    && pip --python /app/bin/python install --no-deps --no-index /wheel/*.whl

FROM ${BASE}
ARG VERSION=
ARG REVISION=
LABEL org.opencontainers.image.title="article-cleaner" \
      org.opencontainers.image.description="Page text or HTML in, the clean article and every removed piece out." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
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
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-IS", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz', timeout=4)"]
ENTRYPOINT ["cleaner"]
CMD ["serve"]
