FROM node:24-slim AS build
WORKDIR /gesso
RUN npm install --global pnpm@10.34.8
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.base.json ./
COPY packages ./packages
# The image brings the runtime, and neither tests nor benches are built into it.
RUN pnpm install --frozen-lockfile --filter './packages/*'
RUN pnpm --filter @gesso/canvas-app build
RUN rm -rf node_modules packages/*/node_modules \
  && pnpm install --frozen-lockfile --prod --filter @gesso/server...

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
# The allocator gives back what is freed.
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072
WORKDIR /gesso
COPY --from=build /gesso ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s CMD ["node", "-e", "const own = process.env.TLS_CERT; if (own) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; fetch((own ? 'https' : 'http') + '://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "packages/server/src/main.ts"]
