# The browser application, built with the Node line that its lock file is made for.
FROM node:22-slim AS browser
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

# Python packages, every one checked against the hash in the lock file.
FROM python:3.11-slim AS packages
RUN python -m venv /opt/venv
COPY requirements.lock .
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

# What runs: no compiler, no npm, no root.
FROM python:3.11-slim AS groundwork
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    GROUNDWORK_VAR=/var/lib/groundwork FRONTEND_DIST=/app/frontend/dist
RUN useradd --system --create-home --home-dir /var/lib/groundwork --uid 10001 groundwork \
    && install --directory --owner groundwork /var/lib/groundwork/uploads /srv/import
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY config/ config/
COPY core/ core/
COPY accounts/ accounts/
COPY projects/ projects/
COPY annotation/ annotation/
COPY qa/ qa/
COPY delivery/ delivery/
COPY --from=browser /build/dist frontend/dist
USER groundwork
RUN SECRET_KEY=build AUDIT_KEY=build python manage.py collectstatic --no-input --verbosity 0
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "8", "--timeout", "120", \
     "--keep-alive", "75", "--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
