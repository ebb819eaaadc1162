FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /app

# The packages change less often than the program.
COPY requirements*.txt ./
RUN pip install --require-hashes --requirement requirements.txt \
    --requirement requirements-s3.txt --requirement requirements-postgres.txt --requirement requirements-redis.txt

COPY . ./
# The settings need a key and a data folder of some kind; neither stays in the image.
RUN python -m compileall -q . \
    && SECRET_KEY=only-for-the-build LABELER_DATA=/tmp/build python manage.py collect_changed \
    && rm -rf /tmp/build \
    && useradd --system --uid 10001 --no-create-home labeler \
    && install --directory --mode=0700 --owner=labeler --group=labeler /data

USER labeler
ENV LABELER_DATA=/data HOST=0.0.0.0 PORT=8000
VOLUME /data
EXPOSE 8000

# Answers while the process does. GET /readyz also says whether database, storage and worker are there.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]

CMD ["python", "manage.py", "serve"]
