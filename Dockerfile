# docker build -t learning-slowdown .
# docker run --rm -p 8000:8000 learning-slowdown
#
# The image needs no network, no right to write and no capability:
# docker run --rm -p 8000:8000 --read-only --cap-drop=ALL --security-opt=no-new-privileges learning-slowdown

FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1

# npm gets the lighter build of plotly.js. Where there is no npm to be had, the app serves that of the plotly wheel.
RUN apt-get update && apt-get install -y --no-install-recommends npm || echo "npm cannot be installed"

WORKDIR /build

# What the app needs has a folder, and so a layer, of its own: an update of the app alone is a small download.
# Of plotly the app uses one script: its Python (60 MB with what that needs) stays behind, as do the tests of NumPy.
COPY pyproject.toml ./
RUN python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' \
      > requirements.txt \
 && python -m pip install --no-compile --target /opt/dependencies -r requirements.txt \
 && cd /opt/dependencies \
 && rm -rf share narwhals* \
 && find plotly -type f ! -name plotly.min.js -delete \
 && find numpy -type d -name tests -prune -exec rm -r {} + \
 && python -m compileall -q -j 0 --invalidation-mode unchecked-hash .

COPY . .
RUN PYTHONPATH=/opt/dependencies python -m app.web.plotly_bundle \
 && python -m pip install --no-compile --no-deps --target /opt/app . \
 && python -m compileall -q --invalidation-mode unchecked-hash /opt/app


FROM python:3.13-slim
LABEL org.opencontainers.image.title="Learning Slowdown Lab" \
      org.opencontainers.image.description="Press Run and watch why a badly wrong neuron learns slowly, and what cures it." \
      org.opencontainers.image.licenses="MIT"

COPY --from=build /opt/dependencies /opt/dependencies
COPY --from=build /opt/app /opt/app
ENV PATH=/opt/app/bin:$PATH PYTHONPATH=/opt/app:/opt/dependencies PYTHONUNBUFFERED=1 SLOWDOWN_HOST=0.0.0.0

# The Python image comes without the bytecode of the standard library, and a read-only container cannot keep any:
# it is written here, by making the app once.
RUN python -c "import http.client; from app.main import app"
ENV PYTHONDONTWRITEBYTECODE=1

USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s CMD ["python", "-c", "\
import http.client, os, sys; \
server = http.client.HTTPConnection('127.0.0.1', int(os.environ.get('SLOWDOWN_PORT', '8000')), timeout=4); \
server.request('GET', '/healthz'); \
sys.exit(server.getresponse().status != 200)"]
CMD ["slowdown", "serve"]
