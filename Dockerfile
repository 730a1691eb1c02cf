# The site and its collector as one image: `docker build --tag broadcast-stats .`
# What it holds runs as nobody in particular, on a read-only file system; figures go to /data, or
# to PostgreSQL where DATABASE_URL says so.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
WORKDIR /srv/broadcast-stats
COPY requirements.txt .
RUN /opt/venv/bin/python -m pip install --require-hashes --requirement requirements.txt
COPY . .
# Hashed and compressed files lie in the image; the key is of this one command.
RUN ENV_FILE=/dev/null SECRET_KEY=of-this-build-alone DATABASE_URL=sqlite:////tmp/none.sqlite3 \
    /opt/venv/bin/python manage.py collectstatic --skip-checks --no-input --verbosity 0 \
    && /opt/venv/bin/python -m compileall -q /srv/broadcast-stats /opt/venv/lib

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 stats \
    && useradd --uid 10001 --gid stats --no-create-home --home-dir /nonexistent stats \
    && install --directory --owner stats --group stats --mode 0700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/broadcast-stats /srv/broadcast-stats
WORKDIR /srv/broadcast-stats
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ENV_FILE=/dev/null DATABASE_URL=sqlite:////data/db.sqlite3
USER 10001:10001
VOLUME /data
EXPOSE 8000
# Alive, not ready: a database that is away for a minute is no reason to start the site anew.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=4)"]
# Workers show that they live in a file: in memory, where every container may write.
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "dashboard.wsgi"]
