# One image for the migration, the API, the worker and the aggregator; the command chooses. Node runs the TypeScript as
# it is. Plain enough for builders without BuildKit.

FROM node:24-bookworm-slim AS manifests
COPY . /app
# What the installation hangs on and nothing else: a change of code does not install anew.
RUN find /app -type f ! -name 'package*.json' -delete && find /app -type d -empty -delete

FROM node:24-bookworm-slim
WORKDIR /app
COPY --from=manifests /app .
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
      --workspace=services/api --workspace=services/worker --workspace=services/aggregator \
    && rm -rf /root/.npm
COPY . .
USER node
