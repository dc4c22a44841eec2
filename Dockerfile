# pinky-audit as an image: no shell, no root, nothing written but what --output names.
#   docker run --rm --read-only --network none -v "$PWD:/workspace" pinky-audit scan snapshot.ndjson
FROM node:22-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN mkdir /packed /app && npm run build \
    && npm pack --ignore-scripts --pack-destination /packed \
    && npm install --prefix /app --omit=dev --ignore-scripts --no-audit --no-fund /packed/pinky-audit-*.tgz

FROM gcr.io/distroless/nodejs22-debian12:nonroot
COPY --from=build /app /app
WORKDIR /workspace
USER 65532:65532
ENTRYPOINT ["/nodejs/bin/node", "/app/node_modules/pinky-audit/dist/src/cli/bin.js"]
CMD ["--help"]
