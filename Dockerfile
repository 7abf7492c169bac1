# syntax=docker/dockerfile:1
# One image for web, worker and migrations; compose.yaml says which. No Docker engine is needed to develop:
# tests/test_container.py holds every path, command and variable named here against the code.

FROM python:3.11-slim AS build
WORKDIR /build
RUN python -m venv /opt/wederwoord
COPY requirements.lock ./
RUN --mount=type=cache,target=/root/.cache/pip /opt/wederwoord/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY prompts ./prompts
COPY connectors ./connectors
COPY plugin ./plugin
RUN --mount=type=cache,target=/root/.cache/pip /opt/wederwoord/bin/pip install --no-deps .

FROM python:3.11-slim
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin wederwoord \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /opt/wederwoord /opt/wederwoord
ENV PATH=/opt/wederwoord/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    WEDERWOORD_DATA_DIR=/data \
    WEDERWOORD_HOST=0.0.0.0 \
    WEDERWOORD_PORT=8787
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8787
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import sys, urllib.request; sys.exit(urllib.request.urlopen('http://127.0.0.1:8787/healthz', timeout=4).status != 200)"]
ENTRYPOINT ["wederwoord"]
CMD ["run"]
