# One image for every process of an installation; docker-compose.yml says which runs what.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    CADRE_TRACKER_HOME=/var/lib/cadre-tracker \
    STATIC_ROOT=/srv/static \
    BIND=0.0.0.0

RUN useradd --system --home-dir /var/lib/cadre-tracker --shell /usr/sbin/nologin cadre \
    && mkdir -p /var/lib/cadre-tracker/run /var/lib/cadre-tracker/log /srv/static \
    && chown -R cadre:cadre /var/lib/cadre-tracker /srv/static

WORKDIR /srv/cadre-tracker
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY . .

USER cadre
# Only the names of the static files matter here; nothing is connected to and no key is kept.
RUN SECRET_KEY=unused DATA_KEY=unused DATABASE_URL=postgresql://unused@unused/unused REDIS_URL=redis://unused \
    python manage.py collectstatic --no-input

EXPOSE 8000
CMD ["python", "-m", "gunicorn", "--config", "python:cadre_tracker.gunicorn", "cadre_tracker.wsgi"]
