# syntax=docker/dockerfile:1

# The same Node as among the project's packages. Not `npm ci`: it refuses a lock file without the builds for other platforms, which a
# mirror of the registry may not carry; the versions of the lock file hold all the same.
FROM node:26.10.0-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY shared/package.json shared/
COPY ingest/package.json ingest/
COPY alerting/package.json alerting/
COPY dashboard/server/package.json dashboard/server/
COPY dashboard/web/package.json dashboard/web/
COPY simulators/package.json simulators/
COPY loadtests/package.json loadtests/

FROM manifests AS page
RUN npm install --no-save --include=dev --no-audit --no-fund
COPY tsconfig.json ./
COPY shared shared
COPY dashboard/web dashboard/web
RUN npm run build --workspace dashboard/web

# What the service imports, without what only the page is built of, and without a second Node.
FROM manifests AS packages
RUN npm install --no-save --omit=dev --no-audit --no-fund \
  --workspace shared --workspace ingest --workspace alerting --workspace dashboard/server --workspace simulators

FROM node:26.10.0-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json main.ts service.ts ./
COPY shared shared
COPY ingest ingest
COPY alerting alerting
COPY dashboard/server dashboard/server
# Only for HAZARD_DEMO=yes, which needs the recorded week too.
COPY simulators simulators
COPY --from=page /app/dashboard/web/dist dashboard/web/dist
# The volume takes its owner from this folder the first time it is used.
RUN install --directory --owner=node --group=node /data
USER node
ENV HAZARD_DATA_DIR=/data
VOLUME /data
EXPOSE 8080 1883
# The service ends in good order at SIGTERM; `init: true` (or docker run --init) reaps what it leaves.
CMD ["node", "main.ts"]
