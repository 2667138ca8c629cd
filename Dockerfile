# The application's image: pages built by Node in a first stage, Python alone in the second.

FROM node:22-bookworm-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund --ignore-scripts
COPY frontend frontend
RUN node frontend/build.mjs

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=thurrock_care.settings.production
RUN useradd --system --uid 10001 --home-dir /nonexistent care \
    && install -d -o care -g care /var/lib/thurrock-care
WORKDIR /app
COPY requirements/production.txt requirements/
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements/production.txt
COPY . .
COPY --from=frontend /app/build build
# Static files get names with a hash. The values stand for this one step; nothing keeps them.
RUN SECRET_KEY=build SEALING_SECRETS=build SITE_URL=http://build ALLOWED_HOSTS=build DATABASE_URL=postgresql://build/build REDIS_URL=redis://build \
    python manage.py collectstatic --noinput --verbosity 0
USER care
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "-c", "python:thurrock_care.runner.web", "thurrock_care.wsgi"]
